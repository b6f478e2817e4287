import type { FrameworkDefinition } from '../../events/framework.ts';
import { parseStream } from '../../events/stream.ts';
import type { FrameworkState, RecordedFrameworkEvent } from '../../projections/framework-versions.ts';
import { initialReviewState } from '../../projections/review-state/state.ts';
import { decided } from '../decider/decided.ts';
import type { Facts, Founders } from '../decider/facts.ts';
import { permit } from '../decider/permit.ts';
import { rulesFor } from '../decider/rules.ts';
import { actingPersonOf } from './acting-person.ts';
import { type Append, eventsOf, headOf } from './append.ts';
import { differences } from './compare.ts';
import type { DirectoryBook } from './directory-book.ts';
import { enact, refusals, type Telling } from './enact.ts';
import { plainCircumstances } from './plain-circumstances.ts';
import { plainFacts } from './plain-facts.ts';
import type { Fault } from './report.ts';

type FrameworkAppend = Append<RecordedFrameworkEvent>;

export interface FrameworkCheck {
  readonly append: FrameworkAppend;
  readonly state: FrameworkState;
  readonly directory: DirectoryBook;
  readonly founders: Founders | null;
}

/** One act on a framework, decided again. */
export function frameworkFaults({ append, state, directory, founders }: FrameworkCheck): readonly Fault[] {
  const head = headOf(append);
  const actor = actingPersonOf(head, directory, founders);
  const facts = plainFacts({ directory: directory.state, actor, frameworks: state, founders });
  if (head.type === 'FrameworkProposed') return proposalFaults(append, facts);
  const telling = tellingOf(append);
  if (telling === null) return [{ what: 'unasked', says: `no command comes to ${head.type} alone` }];
  const circumstances = plainCircumstances(head);
  const recorded = eventsOf(append);
  const faults = enact({ telling, state: initialReviewState, facts, circumstances, recorded });
  return [...faults, ...proposedFaults(head, state)];
}

/** What the proposal said of the text that is published now. */
function proposedFaults(head: RecordedFrameworkEvent, { proposals }: FrameworkState): readonly Fault[] {
  if (head.type !== 'FrameworkPublished') return [];
  const proposal = proposals.find(({ event }) => event === head.data.proposal);
  if (proposal === undefined || proposal.version === head.data.version) return [];
  const says = `version ${head.data.version} is published, and version ${proposal.version} was proposed`;
  return [{ what: 'content-differs', says }];
}

/** The text that is proposed stands in the log only once it is published: until then its hash stands for it. */
function proposalFaults(append: FrameworkAppend, facts: Facts): readonly Fault[] {
  const head = headOf(append);
  if (head.type !== 'FrameworkProposed') return [];
  const { type, data } = head;
  return refusals(() => {
    const rules = rulesFor(head.imported !== undefined);
    const acting = permit('propose-framework', facts.actor, { standings: [] }, rules);
    const again = decided(acting, rules.broke(), [{ type, data }]);
    const faults = differences(again, eventsOf(append));
    if (!facts.frameworks.proposals.some(({ hash }) => hash === data.hash)) return faults;
    const says = 'exactly this text had been proposed before';
    return [...faults, { what: 'rule-broken', rule: 'already-exists', says }];
  });
}

function tellingOf(append: FrameworkAppend): Telling | null {
  const [head, ...rest] = eventsOf(append);
  if (head.type === 'FrameworkRetired')
    return { name: 'retire-framework', data: { version: head.data.version, reason: head.data.reason } };
  if (head.type !== 'FrameworkPublished') return null;
  const { version, terms, proposal } = head.data;
  const key = parseStream(append.stream)?.id ?? '';
  const criteria = rest.flatMap((event) =>
    event.type === 'CriterionPublished' ? [event.data.criterion] : [],
  );
  const definition: FrameworkDefinition = { ...terms, key, version, criteria };
  return {
    name: 'publish-framework',
    data: { definition, ...(proposal === undefined ? {} : { proposal }) },
  };
}
