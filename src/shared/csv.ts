/** One line of a table (RFC 4180), ended by CR LF. */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
  return `${cells.map((cell) => csvCell(cell === undefined ? '' : String(cell))).join(',')}\r\n`;
}

/** At the begin of a file: with this mark, spreadsheets read it as UTF-8. */
export const CSV_MARK = '\uFEFF';

/** Spreadsheets take a cell that begins like a formula for one, and others choose some of these texts. */
function csvCell(text: string): string {
  const harmless = /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
