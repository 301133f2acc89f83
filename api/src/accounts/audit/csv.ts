import { type Options, stringify } from 'csv-stringify/sync';

/** RFC 4180. A field that a spreadsheet would run as a formula gets an apostrophe in front. */
const FORMAT: Options = {
  record_delimiter: '\r\n',
  quote_record_delimiter: true,
  escape_formulas: true,
  cast: { boolean: String },
};

export const csvLine = (fields: readonly unknown[]) => stringify([fields], FORMAT);
