import type { FrameworkState } from '../../projections/framework-versions.ts';
import type { RecordedSubmissionEvent } from '../../projections/review-state/evolve.ts';
import type { ReviewState } from '../../projections/review-state/state.ts';
import { actingPerson } from '../../projections/review-state/when.ts';
import type { CommandName } from '../commands/catalogue.ts';
import type { Founders, PersonFacts } from '../decider/facts.ts';
import { namedIn } from '../handle/named.ts';
import { commandRules } from '../permissions/commands.ts';
import type { DirectoryBook } from './directory-book.ts';
import type { Doubt } from './report.ts';

/** What is known at one append of a submission's stream beside the stream itself, kept until the act can be decided again. */
export interface Scene {
  readonly actor: PersonFacts | null;
  readonly people: ReadonlyMap<string, PersonFacts>;
  readonly belongs: (pseudonym: string, team: string) => boolean;
  readonly frameworks: readonly FrameworkState[];
  readonly founders: Founders | null;
  readonly doubts: Set<Doubt>;
  /** Rules of an imported act that only the directory could answer. */
  readonly unaskable: ReadonlySet<string>;
}

export interface SceneOptions {
  readonly events: readonly [RecordedSubmissionEvent, ...RecordedSubmissionEvent[]];
  readonly command: CommandName;
  readonly state: ReviewState;
  readonly directory: DirectoryBook;
  /** Directory ids by pseudonym, as far as links were given. */
  readonly links: ReadonlyMap<string, string>;
  readonly frameworks: readonly FrameworkState[];
  readonly founders: Founders | null;
}

/**
 * The people of an act as the directory had them at the act's own basis, where a link unmasks them. Where none does they are
 * taken as the event says, as kindly as can be, and that is noted as a doubt: nobody is accused for want of a link.
 */
export function sceneOf(options: SceneOptions): Scene {
  const { events, command, state, directory, links, frameworks, founders } = options;
  const [event] = events;
  const revision = event.basis.directory;
  const doubts = new Set<Doubt>();
  const teams = teamsIn(state, event);
  const known = (pseudonym: string): PersonFacts | null => {
    const person = links.get(pseudonym);
    const stood = person === undefined ? undefined : directory.at(person, revision);
    return person === undefined || stood === undefined ? null : { person, pseudonym, ...standing(stood) };
  };
  const acting = event.type === 'ActRefused' ? event.data.person : actingPerson(event);
  const named = namedBy(events);
  const people = new Map<string, PersonFacts>();
  for (const pseudonym of named) {
    if (!links.has(pseudonym)) {
      doubts.add('people-unlinked');
      people.set(pseudonym, { person: pseudonym, pseudonym, kind: 'human', roles: [], teams });
      continue;
    }
    const facts = known(pseudonym);
    if (facts !== null) people.set(pseudonym, facts);
  }
  const masked = acting !== null && !links.has(acting) && event.actor.via !== 'system';
  if (masked && asksDirectory(event, command)) doubts.add('actor-unlinked');
  const actor =
    acting === null
      ? null
      : links.has(acting) && event.actor.via !== 'system'
        ? known(acting)
        : {
            person: acting,
            pseudonym: acting,
            kind: 'human' as const,
            roles: event.imported === undefined && event.actor.via !== 'system' ? [event.actor.role] : [],
            teams,
          };
  const belongs = (pseudonym: string, team: string): boolean => {
    if (links.has(pseudonym)) return known(pseudonym)?.teams.includes(team) === true;
    doubts.add('people-unlinked');
    return false;
  };
  const unaskable = new Set<string>();
  if (masked) for (const rule of ['not-permitted', 'left-team']) unaskable.add(rule);
  if (named.some((pseudonym) => !links.has(pseudonym)))
    for (const rule of ['not-in-team', 'SOD-9', 'SOD-10']) unaskable.add(rule);
  return { actor, people, belongs, frameworks, founders, doubts, unaskable };
}

const standing = ({ kind, roles, teams }: Omit<PersonFacts, 'person' | 'pseudonym'>) => ({
  kind,
  roles,
  teams,
});

/** Whose standing the act depends on beside the actor's: nobody's, but where it names somebody new. */
const namedBy = (events: readonly RecordedSubmissionEvent[]): readonly string[] => [
  ...new Set(events.flatMap((event) => (event.type === 'ActRefused' ? [] : namedIn(event)))),
];

/** Whether the act's permission, or its seat, depends on the directory at all; what one is to the case the stream shows. */
function asksDirectory(event: RecordedSubmissionEvent, command: CommandName): boolean {
  const role = event.imported === undefined ? event.actor.role : null;
  return commandRules[command].grants.some(
    (grant) => grant.by === 'seat' || (grant.by === 'directory' && (role === null || grant.role === role)),
  );
}

function teamsIn({ panel }: ReviewState, event: RecordedSubmissionEvent): readonly string[] {
  const convened = event.type === 'PanelConvened' ? event.data.seats : [];
  const teams = [...(panel?.seats ?? []), ...convened].map(({ team }) => team ?? null);
  return [...new Set(teams.filter((team) => team !== null))];
}
