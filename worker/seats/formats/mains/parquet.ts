import { parquetFormat } from '../../../../connectors/parquet/parquet.js';
import { formatFileMain, type ServeFormat } from '../serve.js';

export const serve: ServeFormat = formatFileMain(parquetFormat);
