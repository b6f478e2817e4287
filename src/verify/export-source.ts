/** A file of an export, by its path in it: parts joined by `/`. */
export interface ExportFile {
  readonly path: string;
  /** -1 for what is no regular file: a link, a socket. */
  readonly bytes: number;
}

/** Where an export is read from: a folder, or anything that can pass for one. */
export interface ExportSource {
  /** Every file, in any order. */
  list(): AsyncIterable<ExportFile>;
  /** A whole file; null where there is none. @throws LedgerError `too-large` for what no export could hold */
  read(path: string): Promise<Uint8Array | null>;
  /**
   * The lines of a UTF-8 file without their newlines, each as soon as it is read. A file ends in a newline; where it does
   * not, its last line is given all the same, and its length shows it.
   * @throws LedgerError `too-large`, `integrity-violation` for what is no UTF-8
   */
  lines(path: string): AsyncIterable<string>;
}
