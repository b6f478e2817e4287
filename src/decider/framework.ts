import type { EventOf } from '../../events/catalogue.ts';
import { LedgerError } from '../../events/errors.ts';
import type { FrameworkDefinition, FrameworkTerms } from '../../events/framework.ts';
import { frameworkHash } from '../../events/framework-hash.ts';
import type { FrameworkProposal } from '../../projections/framework-versions.ts';
import type { AskedOf } from '../commands/catalogue.ts';
import { type Decided, decided } from './decided.ts';
import type { Circumstances, Facts } from './facts.ts';
import { requireConsistent } from './framework/consistency.ts';
import { requireRoom } from './framework/size.ts';
import { permit } from './permit.ts';
import { invalidCommand, type Rules, requireGiven, rulesFor, separation } from './rules.ts';

type Asked = AskedOf<'propose-framework' | 'publish-framework' | 'retire-framework'>;

/** A framework's versions: one person proposes the text, another publishes exactly it (SOD-6). */
export function decideFramework(asked: Asked, facts: Facts, circumstances: Circumstances): Decided {
  const rules = rulesFor(circumstances.imported !== null);
  refuseForeignImport(facts, circumstances);
  const acting = permit(asked.name, facts.actor, { standings: [] }, rules);
  switch (asked.name) {
    case 'propose-framework': {
      const event = proposed(asked, facts, circumstances);
      return decided(acting, rules.broke(), [event]);
    }
    case 'publish-framework': {
      const events = published(asked, facts, circumstances, rules);
      return decided(acting, rules.broke(), events);
    }
    case 'retire-framework':
      return decided(acting, rules.broke(), [retired(asked, facts, circumstances)]);
    default:
      return asked satisfies never;
  }
}

/** A file of history must not publish past SOD-6 into a framework that people here go by. */
function refuseForeignImport({ frameworks }: Facts, { imported, subject }: Circumstances): void {
  if (imported === null || frameworks.revision < 0) return;
  if (frameworks.source === imported.source && frameworks.nativeSince === null) return;
  const stream = `framework-${subject}`;
  throw new LedgerError(
    'import-closed',
    `nothing can be imported into ${stream}: it was not opened by an import of ${imported.source}, or people have gone on with it here`,
    { stream },
  );
}

function proposed(
  { name, data }: AskedOf<'propose-framework'>,
  facts: Facts,
  circumstances: Circumstances,
): EventOf<'FrameworkProposed'> {
  const { definition, summary } = data;
  requirePublishable(name, definition, facts, circumstances);
  const hash = frameworkHash(definition);
  const same = facts.frameworks.proposals.find((proposal) => proposal.hash === hash);
  if (same !== undefined) {
    throw new LedgerError('already-exists', 'exactly this text has been proposed before', {
      what: 'framework proposal',
      id: same.event,
    });
  }
  return {
    type: 'FrameworkProposed',
    data: { version: definition.version, hash, criteria: definition.criteria.length, summary },
  };
}

function published(
  { name, data }: AskedOf<'publish-framework'>,
  facts: Facts,
  circumstances: Circumstances,
  rules: Rules,
): readonly [EventOf<'FrameworkPublished'>, ...EventOf<'CriterionPublished'>[]] {
  const { definition, proposal: id } = data;
  requirePublishable(name, definition, facts, circumstances);
  requireGiven(name, { proposal: id }, circumstances);
  const hash = frameworkHash(definition);
  if (id !== undefined) requireProposed(name, id, hash, facts.frameworks.proposals);
  const authored = facts.frameworks.proposals.some(
    (proposal) => proposal.hash === hash && proposal.by === facts.actor?.person,
  );
  rules.require(!authored, () =>
    separation('SOD-6', 'the author of a framework version does not publish it; somebody else has to', name),
  );
  const { version, criteria } = definition;
  return [
    {
      type: 'FrameworkPublished',
      data: {
        version,
        hash,
        ...(id === undefined ? {} : { proposal: id }),
        criteria: criteria.length,
        terms: termsOf(definition),
      },
    },
    ...criteria.map(
      (criterion, order): EventOf<'CriterionPublished'> => ({
        type: 'CriterionPublished',
        data: { version, order, criterion },
      }),
    ),
  ];
}

/** All of the definition but its key, its version and the texts of its criteria. */
function termsOf({
  key: _key,
  version: _version,
  criteria: _criteria,
  ...terms
}: FrameworkDefinition): FrameworkTerms {
  return terms;
}

function requireProposed(
  name: string,
  id: string,
  hash: string,
  proposals: readonly FrameworkProposal[],
): void {
  const proposal = proposals.find(({ event }) => event === id);
  if (proposal === undefined) {
    throw new LedgerError('unknown-reference', `${id} is no proposal of this framework`, {
      field: 'proposal',
      id,
    });
  }
  if (proposal.hash === hash) return;
  throw invalidCommand(
    name,
    'definition',
    `is not what was proposed: its hash is ${hash}, the proposal's is ${proposal.hash}`,
  );
}

/** The next version of the stream's own framework, whole and consistent. Imported history may begin at, or skip, a number. */
function requirePublishable(
  name: string,
  definition: FrameworkDefinition,
  { frameworks }: Facts,
  { subject, imported }: Circumstances,
): void {
  const { key, version } = definition;
  if (key !== subject) throw invalidCommand(name, 'definition.key', `is ${subject}, the framework addressed`);
  const last = frameworks.versions.reduce((most, each) => Math.max(most, each.version), 0);
  if (version <= last) {
    throw new LedgerError('already-exists', `${key} has been published up to version ${last}`, {
      what: 'framework version',
      id: `${key}@${version}`,
    });
  }
  if (imported === null && version !== last + 1) {
    throw invalidCommand(name, 'definition.version', `is ${last + 1}, the next one`);
  }
  requireConsistent(name, definition);
  requireRoom(definition);
}

function retired(
  { data: { version: number, reason } }: AskedOf<'retire-framework'>,
  { frameworks }: Facts,
  { subject }: Circumstances,
): EventOf<'FrameworkRetired'> {
  const version = frameworks.versions.find((each) => each.version === number);
  if (version === undefined) {
    throw new LedgerError('unknown-reference', `${subject} has no version ${number}`, {
      field: 'version',
      id: String(number),
    });
  }
  if (version.retired !== null) {
    throw new LedgerError('already-exists', `${subject}@${number} was retired at ${version.retired}`, {
      what: 'retirement',
      id: `${subject}@${number}`,
    });
  }
  return { type: 'FrameworkRetired', data: { version: number, reason } };
}
