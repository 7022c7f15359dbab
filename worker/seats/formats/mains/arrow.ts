import { arrowFormat } from '../../../../connectors/arrow/arrow.js';
import { formatFileMain, type ServeFormat } from '../serve.js';

export const serve: ServeFormat = formatFileMain(arrowFormat);
