import { rrwebFormat } from '../../../../connectors/rrweb/rrweb.js';
import { formatFileMain, type ServeFormat } from '../serve.js';

export const serve: ServeFormat = formatFileMain(rrwebFormat);
