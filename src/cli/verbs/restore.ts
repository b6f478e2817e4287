import { type Restored, restore as restoreFolder } from '../../backup/restore.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import { counted, Progress } from '../progress.ts';
import { listing } from '../table.ts';
import { UsageError } from '../usage-error.ts';

export const restore: Run = async (context, given) => {
  if (context.store !== null) throw new UsageError('--store', 'a backup is restored into the data folder');
  const { data } = context;
  const progress = new Progress(context);
  const keys = given.text('keys');
  const vaultKeys = given.text('vaultKeys');
  const restored = await restoreFolder({
    backup: given.argument(0),
    data,
    ...(keys === undefined ? {} : { keys }),
    ...(vaultKeys === undefined ? {} : { vaultKeys }),
    acceptLoss: given.flag('acceptLoss'),
    onProgress: (doing) => progress.show(doing),
  }).finally(() => progress.end());
  const notes = notesOn(restored, vaultKeys !== undefined);
  if (context.json) await writeJson(context, { ...restored, notes, data });
  else await context.terminal.write(inWords(context, restored, notes));
  return restored.digests.lost > 0 ? exit.refused : exit.ok;
};

/** What a restore cannot know, or did of its own accord: nobody should find it out later. */
function notesOn({ manifest, digests, credentials }: Restored, hasNewerKeys: boolean): readonly string[] {
  const { head, begunAt } = manifest;
  const notes = [
    `What was recorded after index ${head.index} is not in it. If anything was, whoever followed the log has seen more than it holds now: tell them.`,
  ];
  if (!hasNewerKeys)
    notes.push(
      `What was erased after ${begunAt} can be opened again, unless it says otherwise above: erase it again.`,
    );
  if (digests.erasedAgain > 0)
    notes.push(
      `${digests.erasedAgain} texts could be opened though the log records them as erased; they are erased again.`,
    );
  if (digests.erasedUnrecorded > 0)
    notes.push(
      `${digests.erasedUnrecorded} texts are erased, and the log does not say so: it was copied before that was recorded.`,
    );
  if (digests.lost > 0)
    notes.push(`${digests.lost} texts are lost: they can neither be opened nor are they erased.`);
  if (credentials !== null)
    notes.push(
      `${credentials.liveTokens} tokens are good, with them any that was revoked after ${begunAt}: see "govledger token list". Codes and sessions are ended (${credentials.enrolmentCodes + credentials.signInCodes + credentials.sessions}).`,
    );
  return notes;
}

function inWords(
  context: Context,
  { manifest, digests, headFiles }: Restored,
  notes: readonly string[],
): string {
  const { head } = manifest;
  const { columns } = context.terminal;
  const pairs: [string, string][] = [
    ['ledger', `${manifest.ledger}, as of ${context.moment(manifest.begunAt)}`],
    [
      'last event',
      `index ${counted(head.index)}, of ${context.moment(head.recordedAt)}; the views end there too`,
    ],
    [
      'sealed',
      `${counted(digests.opened)} open, ${counted(digests.erased + digests.erasedUnrecorded)} erased, ${digests.lost} lost`,
    ],
    ['head/', headFiles === 0 ? 'holds nothing' : `${headFiles} files, as they were`],
  ];
  const said = notes.map((note): [string, string] => ['note', note]);
  return `The ledger stands in ${context.data} again.\n${listing([...pairs, ...said], columns)}`;
}
