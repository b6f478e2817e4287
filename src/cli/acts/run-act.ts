import { v7 } from 'uuid';
import { LedgerError } from '../../../events/errors.ts';
import { isJsonObject, toJson } from '../../../events/json.ts';
import { attached } from '../attached.ts';
import type { Context, Run } from '../context.ts';
import { givenData, textIn } from '../data-file.ts';
import { type ExitCode, exit } from '../exit-codes.ts';
import { frameworkVersionOf } from '../framework-seen.ts';
import { type Given, isUuid } from '../given.ts';
import { ambiguous, requireBeginning } from '../naming.ts';
import { personNamed, submissionNamed } from '../reach/named.ts';
import { reaching } from '../reach/open.ts';
import type { Reach } from '../reach/reach.ts';
import { send } from '../send.ts';
import { UsageError } from '../usage-error.ts';
import type { ActVerb } from './act-verb.ts';
import { filled, type Seen } from './fills.ts';
import { judgmentOf, judgmentTemplate } from './judgment-template.ts';
import { shownTo } from './seen.ts';
import { type JsonObject, requireNeeded, taken, wholeDeadline } from './taken.ts';

/** A verb that is one command on a submission: what is said on the command line, over a file, filled in from what is seen. */
export const runAct =
  (act: ActVerb): Run =>
  async (context, given) => {
    const id = given.commandId() ?? v7();
    const base = await baseOf(act, context, given);
    return reaching(context, given, 'writes', async (reach) => {
      const subject = await submissionNamed(reach, given.argument(0));
      const { seen, etag, about } = await shownTo(reach, subject);
      if (given.flag('template')) return printTemplate(context, given, reach, subject, seen);
      const said = await taken(base, { names: act.names ?? [], takes: act.takes }, given, {
        personNamed: (text, field) => personNamed(reach, text, field),
        attached: (files) => attached(reach, files),
        concernNamed: (text) => concernNamed(text, seen),
        input: () => textIn(context, '-', 'standard input'),
      });
      const data = wholeDeadline(filled(said, act.fills ?? [], seen));
      requireNeeded(data, act.takes);
      requireSeat(data, act, seen);
      return send(context, given, reach, { id, name: act.command, data, subject, seen: etag, about });
    });
  };

/** @throws UsageError where it cannot be told which seat is meant */
function requireSeat(data: JsonObject, { fills = [] }: ActVerb, { mine }: Seen): void {
  if (!fills.includes('seat') || data['seat'] !== undefined) return;
  const held = mine.length === 0 ? 'you hold none here' : `you hold ${mine.join(', ')}`;
  throw new UsageError('--seat', `is needed: ${held}`);
}

async function baseOf({ command }: ActVerb, context: Context, given: Given): Promise<JsonObject> {
  const data = toJson(await givenData(context, given));
  if (!isJsonObject(data)) throw new UsageError('--data-file', 'must hold a JSON object');
  return command === 'record-judgment' ? judgmentOf(data) : data;
}

/** The panel's criteria with what may be found on each, to be filled in and given back by `--data-file`. */
async function printTemplate(
  { terminal }: Context,
  given: Given,
  reach: Reach,
  submission: string,
  { framework, version, mine }: Seen,
): Promise<ExitCode> {
  if (framework === null) throw noPanel(submission);
  const judged = await frameworkVersionOf(reach, framework);
  const seat = given.text('seat') ?? (mine.length === 1 ? mine[0] : undefined) ?? null;
  await terminal.write(`${JSON.stringify(judgmentTemplate(judged, { seat, version }), null, 2)}\n`);
  return exit.ok;
}

const noPanel = (submission: string): LedgerError =>
  new LedgerError('wrong-phase', `nobody judges ${submission} yet: no panel is convened`, {
    phase: 'screening',
    accepted: ['review'],
  });

/** A concern by an unambiguous beginning of its id, of those that whoever acts may know of. */
function concernNamed(text: string, { concerns }: Seen): string {
  const named = text.toLowerCase();
  if (isUuid(named)) return named;
  requireBeginning(named, 'concern', 'its id or a beginning of it');
  const found = concerns.filter((each) => each.startsWith(named));
  if (found.length > 1) throw ambiguous('concern', named, found.length);
  if (found[0] !== undefined) return found[0];
  throw new LedgerError('not-found', `there is no concern ${named} that you may know of`, {
    what: 'concern',
    id: named,
  });
}
