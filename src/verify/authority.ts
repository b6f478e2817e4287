import type { RecordedEvent } from '../../events/decode.ts';
import { isSystemCommandId } from '../../events/derived-ids.ts';
import { isOfKind } from '../../events/stream.ts';
import { isDirectoryEvent } from '../../projections/directory.ts';
import { specOf } from '../commands/parse.ts';
import type { CommandRule } from '../permissions/command-rules.ts';
import { commandRules } from '../permissions/commands.ts';
import { commandsRecording } from '../permissions/events-of.ts';
import { DirectoryHistory } from './directory-history.ts';
import type { Findings, Where } from './finding.ts';
import { Links } from './links.ts';

/** What was checked of who acted, and what was not, and why. */
export interface ActCounts {
  /** The role was held at the named state of the directory. */
  held: number;
  /** The ledger's own, by its own rules. */
  system: number;
  /** By the founders, before anybody held a role. */
  founding: number;
  /** The actor has the role by what they are to the case: `redecide` checks it. */
  standing: number;
  /** Imported: the source says who acted; that the importer was registered was checked where the export says who it was. */
  imported: number;
  /** Whose pseudonym it is is not opened: sealed for this audience, or erased. */
  sealed: number;
}

interface Founders {
  readonly ledger: string;
  readonly administrator: string;
  readonly registrar: string;
}

interface Unlinked {
  readonly stream: string;
  readonly pseudonym: string;
  readonly where: Where;
}

/** So many acts of people whose links are not opened are remembered. */
const mostUnlinked = 1_000;

/**
 * That who acted held the role that the event names, at the state of the directory that it names, and that the table of
 * permissions lets that role do such a thing. Separation of duties is for `redecide`.
 */
export class Authority {
  readonly counts: ActCounts = { held: 0, system: 0, founding: 0, standing: 0, imported: 0, sealed: 0 };
  readonly #findings: Findings;
  readonly #directory = new DirectoryHistory();
  readonly #links: Links;
  readonly #unlinked: Unlinked[] = [];
  #founders: Founders | null = null;

  constructor(findings: Findings) {
    this.#findings = findings;
    this.#links = new Links(findings);
  }

  /** `event` has what the export opens of it in its places. */
  entry(event: RecordedEvent, where: Where): void {
    if (event.type === 'LedgerOpened') this.#founders ??= event.data;
    const at = event.basis.directory ?? -1;
    this.#links.entry(event, (person) => this.#directory.knew(person, at), where);
    this.#act(event, at, where);
    if (isDirectoryEvent(event)) this.#directory.entry(event);
  }

  /**
   * For auditors every link is opened that was not erased: whoever acts in a submission of which no link was erased is
   * linked. `isGoneIn` says whether anything for auditors is gone of a stream.
   */
  requireLinks(isGoneIn: (stream: string) => boolean): void {
    for (const { stream, pseudonym, where } of this.#unlinked)
      if (!isGoneIn(stream))
        this.#findings.add(
          'person-unlinked',
          `${pseudonym} acted, and no event of ${stream} says who that is, nor was anything of it erased that could`,
          where,
        );
  }

  #act(event: RecordedEvent, at: number, where: Where): void {
    const { actor, type, stream, imported } = event;
    const rules = commandsRecording(type)
      .filter((name) => isOfKind(stream, specOf(name).stream))
      .map((name) => commandRules[name]);
    const person = isOfKind(stream, 'submission') ? this.#links.personBehind(actor.person) : actor.person;
    if (person === null && actor.via !== 'system' && this.#unlinked.length < mostUnlinked)
      this.#unlinked.push({ stream, pseudonym: actor.person, where });
    if (actor.via !== 'system' && isSystemCommandId(event.command))
      this.#findings.add(
        'role-not-accepted',
        'its command id is of the ledger’s own kind, and a person acted',
        where,
      );
    if (actor.via === 'system') this.#system(event, rules, where);
    else if (imported !== undefined || actor.via === 'import') this.#importer(event, person, at, where);
    else if (this.#isFounding(event, at, rules)) this.counts.founding += 1;
    else this.#person(event, rules, person, at, where);
  }

  #person(
    { actor, type }: RecordedEvent,
    rules: readonly CommandRule[],
    person: string | null,
    at: number,
    where: Where,
  ): void {
    const { role, via } = actor;
    const grants = rules.flatMap((rule) => rule.grants.filter((grant) => grant.role === role));
    const never = rules.length > 0 && rules.every(({ neverByOperator }) => neverByOperator === true);
    if (rules.length > 0 && grants.length === 0)
      this.#findings.add('role-not-accepted', `${type} is not for the role ${role}`, where);
    else if (via === 'operator' && never)
      this.#findings.add('role-not-accepted', `${type} is a person’s own act, and the operator acted`, where);
    else if (grants.some(({ by }) => by !== 'directory')) this.counts.standing += 1;
    else if (person === null) this.counts.sealed += 1;
    else if (this.#directory.held(person, role, at)) this.counts.held += 1;
    else if (this.#directory.knew(person, at))
      this.#findings.add(
        'role-not-held',
        `${person} acted as ${role}, and did not hold that role at revision ${at} of the directory`,
        where,
      );
    else this.#unknown(person, role, at, where);
  }

  #unknown(person: string, as: string, at: number, where: Where): void {
    this.#findings.add(
      'person-unknown',
      `${person} acted as ${as}, and is not in the directory at its revision ${at}`,
      where,
    );
  }

  #system({ actor, type, command }: RecordedEvent, rules: readonly CommandRule[], where: Where): void {
    const fits =
      actor.person === this.#founders?.ledger &&
      actor.role === 'service' &&
      isSystemCommandId(command) &&
      (rules.length === 0 || rules.some(({ bySystem }) => bySystem === true));
    if (fits) this.counts.system += 1;
    else
      this.#findings.add(
        'role-not-accepted',
        `${type} is said to be the ledger’s own act, and does not look like one`,
        where,
      );
  }

  #importer({ actor, imported, type }: RecordedEvent, person: string | null, at: number, where: Where): void {
    this.counts.imported += 1;
    if (imported === undefined || actor.via !== 'import' || actor.role !== 'service')
      this.#findings.add(
        'role-not-accepted',
        `${type} is imported by halves: actor, door and source disagree`,
        where,
      );
    if (person !== null && !this.#directory.knew(person, at)) this.#unknown(person, 'importer', at, where);
  }

  /** The two first people register each other and grant each other's first role on the operator's word, and nothing else. */
  #isFounding(event: RecordedEvent, at: number, rules: readonly CommandRule[]): boolean {
    const { actor } = event;
    if (this.#founders === null || actor.via !== 'operator') return false;
    if (!rules.some(({ founding }) => founding === true)) return false;
    const { administrator, registrar } = this.#founders;
    if (!this.#directory.knewOnly([administrator, registrar], at)) return false;
    if (event.type === 'LedgerOpened') return actor.person === registrar && actor.role === 'registrar';
    if (event.type !== 'PersonRegistered' && event.type !== 'RoleGranted') return false;
    const { person } = event.data;
    const [role, other] =
      person === administrator ? ['administrator', registrar] : ['registrar', administrator];
    const acting = role === 'administrator' ? 'registrar' : 'administrator';
    return (
      [administrator, registrar].includes(person) &&
      actor.person === other &&
      actor.role === acting &&
      (event.type === 'PersonRegistered' || event.data.role === role)
    );
  }
}
