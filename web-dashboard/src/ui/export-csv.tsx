import { hrefWith, type Search } from '../lib/search';

/** Downloads the list of a page, with the filters of its address. */
export const ExportCsv = ({ path, search }: { path: string; search: Search }) => (
  <a className="button" href={hrefWith(`${path}/export`, search, { cursor: undefined })} download>
    Export CSV
  </a>
);
