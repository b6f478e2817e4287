import { instantFromMillis } from '../../events/time.ts';
import type { Ledger } from '../../src/folder/open-ledger.ts';
import { type ImportOptions, type ImportResult, importHistory } from '../../src/import/import-history.ts';

/** What is left to say when a history goes into a ledger: the files, their source, and who wants to hear of it. */
export type ImportInto = Pick<ImportOptions, 'files' | 'source' | 'dryRun' | 'onProgress' | 'onAccepted'>;

/** Imports into an open ledger, in the operator's name; the views hold all of it on return. @throws as `importHistory` */
export async function importInto(ledger: Ledger, options: ImportInto): Promise<ImportResult> {
  const { handler, projector, views, importKey, operator } = ledger;
  await projector.waitFor();
  const frameworks = views.frameworks();
  const result = await importHistory({
    ...options,
    door: handler,
    importKey: importKey.secret,
    importer: operator,
    standing: { now: instantFromMillis(Date.now()), hasFramework: (key) => frameworks.has(key) },
  });
  await projector.waitFor();
  return result;
}
