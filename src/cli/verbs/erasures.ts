import { v7 } from 'uuid';
import { decode } from '../../../events/decode.ts';
import { LedgerError } from '../../../events/errors.ts';
import { ErasureGround } from '../../../events/record.ts';
import { erasureStream } from '../../../events/stream.ts';
import { instantFromMillis, parseMoment } from '../../../events/time.ts';
import { holdsView, initialHoldsState, isInForce } from '../../../projections/holds.ts';
import { isHandled } from '../../../projections/projection.ts';
import { type Context, type Run, writeJson } from '../context.ts';
import { exit } from '../exit-codes.ts';
import type { Given } from '../given.ts';
import { personNamed, submissionNamed } from '../reach/named.ts';
import { reaching } from '../reach/open.ts';
import type { Reach } from '../reach/reach.ts';
import { send } from '../send.ts';
import { table } from '../table.ts';
import { UsageError } from '../usage-error.ts';

const mostEvents = 10_000;

export const placeHold: Run = async (context, given) =>
  reaching(context, given, 'writes', async (reach) => {
    const until = given.text('until');
    const data = {
      ...(await selection(reach, given)),
      ...(until === undefined ? {} : { until: parseMoment(until, '--until') }),
      reason: given.required('reason'),
    };
    return send(context, given, reach, { id: idOf(given), name: 'place-hold', data });
  });

export const releaseHold: Run = (context, given) =>
  reaching(context, given, 'writes', (reach) => {
    const data = { hold: given.argument(0), reason: given.required('reason') };
    return send(context, given, reach, { id: idOf(given), name: 'release-hold', data });
  });

export const listHolds: Run = async (context, given) => {
  await reaching(context, given, 'reads', async (reach) => {
    let state = initialHoldsState;
    for await (const body of eventsOf(context, reach, 'ledger')) {
      const event = decode(body);
      if (isHandled(holdsView, event)) state = holdsView.evolve(state, event);
    }
    const at = instantFromMillis(Date.now());
    const holds = state.holds.map((hold) => ({ ...hold, inForce: isInForce(hold, at) }));
    if (context.json) return writeJson(context, { holds });
    const { terminal, moment } = context;
    if (holds.length === 0) return terminal.write('No hold was ever placed.\n');
    const rows = holds.map(({ hold, submissions, placed, released, until, inForce }) => [
      hold,
      inForce ? 'holds' : 'ended',
      moment(placed.at),
      released === null ? (until === null ? '-' : moment(until)) : moment(released.at),
      submissions.length === 0 ? 'people' : `${submissions.length} submissions`,
    ]);
    await terminal.write(table(['HOLD', 'STATE', 'PLACED', 'ENDS', 'OF'], rows, terminal.columns));
  });
  return exit.ok;
};

export const proposeErasure: Run = (context, given) =>
  reaching(context, given, 'writes', async (reach) => {
    const digests = given.texts('digest');
    const data = {
      ...(await selection(reach, given)),
      ...(digests.length === 0 ? {} : { digests }),
      ground: given.oneOf('ground', ErasureGround.options) ?? missing('--ground'),
      reason: given.required('reason'),
    };
    return send(context, given, reach, { id: idOf(given), name: 'propose-erasure', data });
  });

export const approveErasure: Run = (context, given) =>
  reaching(context, given, 'writes', async (reach) => {
    const subject = given.argument(0);
    const data = { proposal: await proposalOf(context, reach, subject) };
    return send(context, given, reach, { id: idOf(given), name: 'approve-erasure', data, subject });
  });

/** The first event of the erasure's stream. */
async function proposalOf(context: Context, reach: Reach, erasure: string): Promise<string> {
  for await (const body of eventsOf(context, reach, erasureStream(erasure))) return decode(body).id;
  throw new LedgerError('not-found', `there is no erasure ${erasure}`, { what: 'erasure', id: erasure });
}

async function selection(reach: Reach, given: Given): Promise<{ submissions?: string[]; people?: string[] }> {
  const submissions: string[] = [];
  for (const each of given.texts('submission')) submissions.push(await submissionNamed(reach, each));
  const people: string[] = [];
  for (const each of given.texts('person')) people.push(await personNamed(reach, each));
  return {
    ...(submissions.length === 0 ? {} : { submissions }),
    ...(people.length === 0 ? {} : { people }),
  };
}

const eventsOf = ({ terminal }: Context, reach: Reach, stream: string): AsyncIterable<string> =>
  reach.lines({ method: 'GET', path: '/api/events', query: { stream, limit: mostEvents } }, terminal.gone);

const idOf = (given: Given): string => given.commandId() ?? v7();

function missing(option: string): never {
  throw new UsageError(option, 'is needed');
}
