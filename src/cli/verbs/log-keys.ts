import { v7 } from 'uuid';
import { decode } from '../../../events/decode.ts';
import {
  initialLogState,
  type LogKeyState,
  type LogState,
  logKeys,
  originOf,
} from '../../../projections/log-keys.ts';
import { isHandled } from '../../../projections/projection.ts';
import { parseVerifierKey } from '../../checkpoint/note-key.ts';
import { dataFolder } from '../../folder/data-folder.ts';
import { filesThatSign } from '../../folder/signing-files.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { type ExitCode, exit } from '../exit-codes.ts';
import type { Given } from '../given.ts';
import { reaching } from '../reach/open.ts';
import type { Reach } from '../reach/reach.ts';
import { send } from '../send.ts';
import { table } from '../table.ts';

/** A day of reads and a few exports: the stream of the ledger itself stays short for decades. */
const mostEvents = 10_000;

export const listLogKeys: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    const log = await logOf(context, reach);
    const origin = originOf(log)?.origin ?? '';
    const files = context.server === null ? filesThatSign(dataFolder(context.data).keys) : new Map();
    const keys = log.keys.map((key) => ({ ...shownOf(key), file: files.get(key.key) ?? null }));
    if (context.json) return writeJson(context, { origin, keys });
    const { terminal, moment } = context;
    const rows = keys.map(({ keyId, since, until, file, ...key }) => [
      keyId,
      moment(since),
      until === null ? 'now' : moment(until),
      file ?? '-',
      key.origin,
    ]);
    await terminal.write(
      `${table(['KEY', 'SINCE', 'UNTIL', 'SIGNED BY', 'OF'], rows, terminal.columns)}\nWho checks ${origin} needs:\n`,
    );
    for (const { key, until } of keys) if (until === null) await terminal.write(`${key}\n`);
  });
  return exit.ok;
};

async function logOf({ terminal }: Context, reach: Reach): Promise<LogState> {
  const query = { stream: 'ledger', limit: mostEvents };
  let state = initialLogState;
  for await (const body of reach.lines({ method: 'GET', path: '/api/events', query }, terminal.gone)) {
    const event = decode(body);
    if (isHandled(logKeys, event)) state = logKeys.evolve(state, event);
  }
  return state;
}

const shownOf = ({ key, origin, added, ended }: LogKeyState) => ({
  key,
  keyId: parseVerifierKey(key).keyId,
  origin,
  since: added.at,
  until: ended?.at ?? null,
});

export const addLogKey: Run = (context, given) => onKey(context, given, 'add-log-key');
export const retireLogKey: Run = (context, given) => onKey(context, given, 'retire-log-key');

function onKey(context: Context, given: Given, name: string): Promise<ExitCode> {
  const data = { key: given.required('vkey') };
  const id = given.commandId() ?? v7();
  return reaching(context, given, 'writes', (reach) => send(context, given, reach, { id, name, data }));
}
