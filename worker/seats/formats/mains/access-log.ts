import { accessLogFormat } from '../../../../connectors/access-log/access-log.js';
import { formatFileMain, type ServeFormat } from '../serve.js';

export const serve: ServeFormat = formatFileMain(accessLogFormat);
