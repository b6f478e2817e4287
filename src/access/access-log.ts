/** One answer that opened sealed text. Ids and names of fields alone: never prose, a person's name or a secret. */
export interface AccessEntry {
  /** Directory id of who read. */
  readonly person: string;
  /** '' where the answer spans submissions, or none. */
  readonly submission: string;
  /** Names of what was opened, like `reasons` or `fields.purpose`; each counts once, in no order. */
  readonly fields: readonly string[];
  /** Which view it was opened for: `content`, `timeline`, `person-export`. */
  readonly purpose: string;
}

export interface AccessRow extends AccessEntry {
  readonly at: string;
  /** Each once, sorted. */
  readonly fields: readonly string[];
}

/** What `AccessSealed` says of one day. */
export interface AccessDigest {
  readonly day: string;
  readonly rows: number;
  readonly saltedSha256: string;
}

/**
 * Who opened which sealed text, when and what for (DESIGN §11). Rows are added and never changed; days are of UTC.
 * Reading it includes what is not on the disk yet.
 */
export interface AccessLog {
  /**
   * One entry per answer, before the answer is sent; without fields nothing was opened, and nothing is written. On the
   * disk within a second. @throws LedgerError `store-…` while the log cannot be written: then do not answer either
   */
  record(entry: AccessEntry): void;
  /** The days with rows, the earliest first. */
  days(): readonly string[];
  /** A day's rows by time. */
  rows(day: string): Iterable<AccessRow>;
  /** The day as a file that an auditor can check (`access-file.ts`): its lines, without line ends. None without rows. */
  fileOf(day: string): Iterable<string>;
  /** Of that file as it is now: only of a day that is over does it stay. Null without rows. */
  digest(day: string): AccessDigest | null;
  /** What this person read, the earliest first. */
  readsBy(person: string): Iterable<AccessRow>;
  /** Who read of this submission, the earliest first. */
  readsOf(submission: string): Iterable<AccessRow>;
  /** Writes what is left. May be called again. */
  close(): Promise<void>;
}
