import { type FileHandle, open } from 'node:fs/promises';
import { LedgerError } from '../../events/errors.ts';
import { FINDINGS_LIMIT, type Finding, HistoryChecker, type Standing } from './check.ts';
import type { Act } from './history.ts';
import { linesOf } from './lines.ts';

/** The files of one import, kept open from the check to the end, so that what was checked is what is imported. */
export interface HistoryFiles {
  readonly files: readonly { readonly path: string; readonly handle: FileHandle }[];
  close(): Promise<void>;
}

/** @throws LedgerError `not-found` for the first file that cannot be opened */
export async function openHistory(paths: readonly string[]): Promise<HistoryFiles> {
  const files: { readonly path: string; readonly handle: FileHandle }[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(files.map(({ handle }) => handle.close()));
  };
  for (const path of paths) {
    try {
      files.push({ path, handle: await open(path, 'r') });
    } catch (cause) {
      await close();
      throw new LedgerError(
        'not-found',
        `cannot read the history file ${path}`,
        { what: 'file', id: path },
        { cause },
      );
    }
  }
  return { files, close };
}

export interface PlacedAct {
  readonly file: string;
  readonly line: number;
  readonly act: Act;
}

/** All lines of the files in order, each checked against those before it; pages are as the files are read. */
export async function* actsOf(
  history: HistoryFiles,
  standing: Standing,
): AsyncGenerator<{ readonly acts: readonly PlacedAct[]; readonly findings: readonly Finding[] }> {
  const checker = new HistoryChecker(standing);
  for (const { path: file, handle } of history.files) {
    for await (const page of linesOf(handle)) {
      const acts: PlacedAct[] = [];
      const findings: Finding[] = [];
      for (const line of page) {
        const checked = checker.check(line);
        if ('act' in checked) acts.push({ file, line: line.line, act: checked.act });
        for (const fault of checked.faults) findings.push({ ...fault, file, line: line.line });
      }
      yield { acts, findings };
    }
  }
}

/**
 * Reads the whole history and counts its acts.
 * @throws LedgerError `invalid-history` with the first findings and how many there are
 */
export async function checkHistory(
  history: HistoryFiles,
  standing: Standing,
  onProgress: (acts: number) => void = () => {},
): Promise<number> {
  const findings: Finding[] = [];
  let count = 0;
  let acts = 0;
  for await (const page of actsOf(history, standing)) {
    acts += page.acts.length;
    count += page.findings.length;
    findings.push(...page.findings.slice(0, FINDINGS_LIMIT - findings.length));
    onProgress(acts);
  }
  if (count > 0) {
    const shown = count > findings.length ? `, the first ${findings.length} of them below` : '';
    const message = `nothing was imported: the history has ${count} ${count === 1 ? 'fault' : 'faults'}${shown}`;
    throw new LedgerError('invalid-history', message, { findings, count });
  }
  return acts;
}
