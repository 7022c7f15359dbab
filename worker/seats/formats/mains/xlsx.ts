import { xlsxFormat } from '../../../../connectors/xlsx/xlsx.js';
import { formatFileMain, type ServeFormat } from '../serve.js';

export const serve: ServeFormat = formatFileMain(xlsxFormat);
