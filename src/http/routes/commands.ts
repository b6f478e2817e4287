import type { z } from 'zod';
import { frameworkStream, submissionStream } from '../../../events/stream.ts';
import { handOver } from '../../asking/hand-over.ts';
import { type Asking, type Prepared, prepare } from '../../asking/prepare.ts';
import { type CommandName, commandSpecs } from '../../commands/catalogue.ts';
import type { Command } from '../../handle/command.ts';
import { Members } from '../../members/members.ts';
import { offeredCommands } from '../../permissions/commands.ts';
import { timeline } from '../../replay/timeline.ts';
import { askerOf } from '../asked-of.ts';
import { type Changed, onWhatWasSeen, type Seen } from '../if-match.ts';
import { HttpRefusal } from '../problem.ts';
import { type Asked, type Asker, type Route, route } from '../route.ts';
import type { Surface } from '../surface.ts';
import { acceptedAnswer, acceptedAnswers, provedEvent, type Receipted } from './accepted.ts';
import { receiptFor } from './receipts.ts';
import { ErasureParams, FrameworkParams, SubmissionParams } from './shapes.ts';

/** A view that does not keep up must not keep the answer to what is on record already. */
const viewsMs = 10_000;

/** How long an answer waits for the keys to be destroyed; its reading says when they are. */
const erasureMs = 10_000;
/** Acts behind which an erasure can be carried out. */
const letsErase: readonly CommandName[] = ['approve-erasure', 'release-hold'];

/** Acts that rest on what their author saw of the whole case (DESIGN §11). Acts in a seat name what they judge instead. */
const onWhatIsSeen: readonly CommandName[] = [
  'revise-submission',
  'screen-submission',
  'convene-panel',
  'propose-decision',
  'issue-decision',
  'revoke-decision',
  'verify-condition',
  'record-concern-vote',
];

const IdempotencyKey = /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

type Spec = (typeof commandSpecs)[number];

const offered = commandSpecs.filter(({ name }) => offeredCommands.includes(name));
const summaries = (name: string): string => `${name.replaceAll('-', ' ')}`;
const refuses = [
  'idempotency-mismatch',
  'idempotency-key-missing',
  'invalid-command',
  'not-permitted',
] as const;
const matchRefuses = ['precondition-required', 'stale'] as const;

/** What a caller sends: a new person's id and secret are made by the ledger. */
const dataOf = (spec: Spec): z.ZodType<unknown> =>
  spec.name === 'register-person' ? spec.data.omit({ person: true, secret: true }) : spec.data;

const common = (spec: Spec) => ({
  id: spec.name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
  method: 'POST' as const,
  summary: summaries(spec.name),
  may: { command: spec.name },
  answers: acceptedAnswers,
  checkedLater: true as const,
});

function receiving(spec: Spec): Route {
  return route({
    ...common(spec),
    path: '/api/submissions',
    area: 'submissions',
    headers: ['idempotency-key'],
    body: dataOf(spec),
    refuses: [...refuses, 'separation-of-duties'],
    answer: (surface, asked) => plainly(surface, asked, { name: spec.name, data: asked.body }),
  });
}

const keeps = ['review-open', 'held', 'retention', 'already-done', 'unknown-reference'] as const;

function proposingErasure(spec: Spec): Route {
  return route({
    ...common(spec),
    path: '/api/erasures',
    area: 'record',
    headers: ['idempotency-key'],
    body: dataOf(spec),
    refuses: [...refuses, ...keeps],
    answer: (surface, asked) => plainly(surface, asked, { name: spec.name, data: asked.body }),
  });
}

function onErasure(spec: Spec): Route {
  return route({
    ...common(spec),
    path: `/api/erasures/{erasure}/${spec.name}`,
    area: 'record',
    headers: ['idempotency-key'],
    params: ErasureParams,
    body: dataOf(spec),
    refuses: [...refuses, ...keeps, 'separation-of-duties'],
    answer: (surface, asked) =>
      plainly(surface, asked, { name: spec.name, data: asked.body, erasure: asked.params.erasure }),
  });
}

/** Of the streams that there is one of. */
function onTheOne(spec: Spec): Route {
  const ofLedger = spec.stream === 'ledger';
  return route({
    ...common(spec),
    path: `/api/${spec.stream}/${spec.name}`,
    area: ofLedger ? 'record' : 'people',
    headers: ['idempotency-key'],
    body: dataOf(spec),
    refuses: [...refuses, ...(ofLedger ? (['unknown-reference'] as const) : []), 'separation-of-duties'],
    answer: (surface, asked) => plainly(surface, asked, { name: spec.name, data: asked.body }),
  });
}

function onFramework(spec: Spec): Route {
  return route({
    ...common(spec),
    path: `/api/frameworks/{framework}/${spec.name}`,
    area: 'frameworks',
    headers: ['idempotency-key', 'if-match'],
    matched: true,
    params: FrameworkParams,
    body: dataOf(spec),
    refuses: [...refuses, ...matchRefuses, 'separation-of-duties'],
    answer: async (surface, asked) => {
      const { framework } = asked.params;
      const asking = { name: spec.name, data: asked.body, framework };
      // A framework that is proposed for the first time has not been seen by anybody.
      if (surface.ledger.views.framework(framework) === null) return plainly(surface, asked, asking);
      return onSeen(surface, asked, asking, seenFramework(surface, framework));
    },
  });
}

function onSubmission(spec: Spec): Route {
  const matched = onWhatIsSeen.includes(spec.name);
  return route({
    ...common(spec),
    path: `/api/submissions/{submission}/${spec.name}`,
    area: 'submissions',
    headers: ['idempotency-key', ...(matched ? (['if-match'] as const) : [])],
    ...(matched ? { matched: true as const } : {}),
    params: SubmissionParams,
    body: dataOf(spec),
    refuses: [...refuses, ...(matched ? matchRefuses : []), 'not-found', 'separation-of-duties'],
    answer: async (surface, asked) => {
      const { submission } = asked.params;
      const asking = { name: spec.name, data: asked.body, submission };
      await entered(surface, asked, asking);
      return matched
        ? onSeen(surface, asked, asking, seenSubmission(surface, askerOf(asked), submission))
        : plainly(surface, asked, asking);
    },
  });
}

type AskedCommand = Pick<Asked<unknown, unknown, unknown>, 'asker' | 'header'>;
type Unnumbered = Omit<Asking, 'id'>;

async function plainly(surface: Surface, asked: AskedCommand, asking: Unnumbered) {
  const { id, prepared } = numbered(asked, asking);
  const accepted = await hand(surface, commandOf(id, prepared, askerOf(asked)));
  return acceptedAnswer(id, prepared, accepted);
}

async function onSeen(surface: Surface, asked: AskedCommand, asking: Unnumbered, seen: Seen) {
  const { id, prepared } = numbered(asked, asking);
  const asker = askerOf(asked);
  const command = commandOf(id, prepared, asker);
  // Sent again, it answers as it did, whatever has changed since by itself.
  const before = await surface.ledger.handler.recorded(command);
  const accepted = before
    ? await hand(surface, command)
    : await onWhatWasSeen(surface, asker.viewer, asked.header('if-match'), seen, (ifRevision) =>
        hand(surface, { ...command, ifRevision }),
      );
  return acceptedAnswer(id, prepared, accepted);
}

function numbered(
  asked: AskedCommand,
  asking: Unnumbered,
): { readonly id: string; readonly prepared: Prepared } {
  const id = asked.header('idempotency-key')?.toLowerCase();
  if (id === undefined || !IdempotencyKey.test(id)) {
    throw new HttpRefusal(
      'idempotency-key-missing',
      'Idempotency-Key: a UUID of version 4 or 7, new for each command, the same when it is sent again',
      { header: 'Idempotency-Key' },
    );
  }
  return { id, prepared: prepare({ id, ...asking }) };
}

const commandOf = (id: string, { asked, subject }: Prepared, { caller }: Asker): Command => ({
  id,
  asked,
  subject,
  actor: caller.person,
  via: caller.via,
});

/** The answer waits until whoever reads next sees what was recorded. */
async function hand(surface: Surface, command: Command): Promise<Receipted> {
  const { handler, projector, erasures } = surface.ledger;
  const accepted = await surface.metrics.command(command.asked.name, () => handOver(handler, command));
  await projector.waitFor(accepted.position, AbortSignal.timeout(viewsMs)).catch(() => undefined);
  if (letsErase.includes(command.asked.name)) await erasures.runFor(erasureMs);
  return { ...accepted, receipt: await receiptFor(surface.ledger, provedEvent(accepted)) };
}

/**
 * To whoever does not see a submission there is none, and they hear so before their act is looked at. That of somebody
 * who is fenced off goes on record all the same, once they have had their answer.
 * @throws LedgerError `not-found`
 */
async function entered(
  surface: Surface,
  asked: AskedCommand,
  asking: Unnumbered & { readonly submission: string },
) {
  const { viewer } = askerOf(asked);
  const fenced = await surface.members.entrance.isFenced(viewer, asking.submission);
  try {
    await surface.members.entrance.enter(viewer, asking.submission);
  } catch (error) {
    if (fenced) {
      surface.background.later(async () => {
        const { id, prepared } = numbered(asked, asking);
        await handOver(surface.ledger.handler, commandOf(id, prepared, askerOf(asked)));
      });
    }
    throw error;
  }
}

const seenSubmission = (surface: Surface, { viewer }: Asker, submission: string): Seen => ({
  read: `/api/submissions/${submission}`,
  now: async () => Members.tagged(await surface.members.submission(viewer, submission)),
  changedSince: (revision) => changed(surface, submissionStream(submission), revision),
});

const seenFramework = (surface: Surface, framework: string): Seen => ({
  read: `/api/frameworks/${framework}`,
  now: async () => {
    await surface.ledger.projector.waitFor();
    const reading = surface.ledger.views.framework(framework);
    return { reading, revision: reading?.revision ?? -1 };
  },
  changedSince: (revision) => changed(surface, frameworkStream(framework), revision),
});

/** What anybody who sees the stream sees of it: that something was recorded, and when. */
async function changed({ ledger }: Surface, stream: string, since: number): Promise<readonly Changed[]> {
  const entries = await timeline(ledger.store, ledger.views, stream);
  return entries
    .filter(({ revision }) => revision > since)
    .map(({ revision, type, recordedAt }) => ({ revision, type, recordedAt }));
}

export const commandRoutes: readonly Route[] = offered.map((spec) => {
  switch (spec.stream) {
    case 'submission':
      return spec.name === 'receive-submission' ? receiving(spec) : onSubmission(spec);
    case 'framework':
      return onFramework(spec);
    case 'erasure':
      return spec.name === 'propose-erasure' ? proposingErasure(spec) : onErasure(spec);
    default:
      return onTheOne(spec);
  }
});
