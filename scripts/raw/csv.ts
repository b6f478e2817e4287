import { readFile } from 'node:fs/promises';

/** The records of a CSV text (RFC 4180) under the names of its header. @throws Error where a record has other cells than the header */
export function parseCsv(text: string): readonly ReadonlyMap<string, string>[] {
  const [header, ...records] = recordsOf(text.replace(/^\ufeff/, ''));
  if (header === undefined) return [];
  return records.map((cells, index) => {
    if (cells.length !== header.length) {
      throw new Error(`record ${index + 2} has ${cells.length} cells, the header ${header.length}`);
    }
    return new Map(header.map((name, i) => [name, cells[i] ?? '']));
  });
}

export const readCsv = async (file: string): Promise<readonly ReadonlyMap<string, string>[]> =>
  parseCsv(await readFile(file, 'utf8'));

function recordsOf(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  // A cell, quoted or not, and what ends it.
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (found === null) throw new Error(`a quote stands alone at character ${at}`);
    const [, quoted, plain = '', end] = found;
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',' && cell.lastIndex < text.length) continue;
    if (end === ',') record.push('');
    records.push(record);
    record = [];
  }
  return records;
}
