import { xesFormat } from '../../../../connectors/xes/xes.js';
import { formatFileMain, type ServeFormat } from '../serve.js';

export const serve: ServeFormat = formatFileMain(xesFormat);
