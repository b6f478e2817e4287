import type { LedgerEvent } from '../../events/catalogue.ts';
import { digestOf } from '../../events/disclosure.ts';
import type { Imported } from '../../events/envelope.ts';
import { submissionStream } from '../../events/stream.ts';
import type { PopulationKind } from '../../projections/population/kinds.ts';
import type { Row } from '../../projections/population/row.ts';
import { type Population, runPopulation } from '../../src/population/population.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import { memoryVault } from '../../src/vault/memory.ts';
import type { Vault } from '../../src/vault/vault.ts';
import { appendAll, type Circumstance, Recorder, uuid } from '../recorded.ts';
import { listed } from '../store/events.ts';

/** An invented history: people by name, who act under pseudonyms that each entry links. */
export class TestLedger {
  readonly store = new MemoryStore();
  readonly vault: Vault = memoryVault();
  readonly #recorder = new Recorder();

  async person(name: string, kind: 'human' | 'organisation' = 'human'): Promise<void> {
    const data = { person: uuid(name), kind, name: `Name of ${name}`, sourceKey: name };
    await this.#append('directory', [{ type: 'PersonRegistered', data }], {
      imported: { source: 'invented', broke: [] },
    });
  }

  /** What changes about somebody in the directory. */
  async directory(event: LedgerEvent): Promise<void> {
    await this.#append('directory', [event], {});
  }

  /** An entry of an imported submission; `links` name those whom it is the first to name. */
  async imported(
    submission: string,
    event: LedgerEvent,
    given: Circumstance & {
      readonly claimed?: string;
      readonly as?: string;
      readonly links?: readonly string[];
    },
  ): Promise<string> {
    const { claimed, as, links = [], ...circumstance } = given;
    const imported: Imported = {
      source: 'invented',
      broke: [],
      ...(claimed === undefined ? {} : { by: pseudonym(submission, claimed) }),
      ...(as === undefined ? {} : { as }),
    };
    const named = [...(claimed === undefined ? [] : [claimed]), ...links];
    const byPseudonym = Object.fromEntries(named.map((name) => [pseudonym(submission, name), uuid(name)]));
    const linked: LedgerEvent = Object.assign({}, event, { data: { ...event.data, links: byPseudonym } });
    return this.#append(submissionStream(uuid(submission)), [linked], { imported, ...circumstance });
  }

  async #append(
    stream: string,
    events: readonly [LedgerEvent, ...LedgerEvent[]],
    given: Circumstance,
  ): Promise<string> {
    const before = new Set(this.#recorder.disclosures.keys());
    const recording = this.#recorder.record(stream, events, given);
    const fresh = [...this.#recorder.disclosures].filter(([digest]) => !before.has(digest));
    await this.vault.put(
      fresh.map(([, disclosure]) => ({
        digest: digestOf(disclosure),
        disclosure,
        audience: 'auditors' as const,
        stream,
        name: '',
        author: '',
        about: [],
      })),
    );
    await appendAll(this.store, [recording]);
    return recording.events[0]?.id ?? '';
  }

  async population(kind: PopulationKind, asOf: string | null = null): Promise<Population> {
    return runPopulation({ store: this.store, vault: this.vault, kind, asOf });
  }

  async rows(kind: PopulationKind, asOf: string | null = null): Promise<readonly Row[]> {
    return listed((await this.population(kind, asOf)).rows);
  }
}

export const pseudonym = (submission: string, name: string): string => uuid(`${name} in ${submission}`);

const framework = `tests@1#${'a'.repeat(64)}`;

/** A paper received, screened, reviewed, decided and published, with comments and a retraction of unknown time. */
export async function paperLedger(): Promise<TestLedger> {
  const ledger = new TestLedger();
  for (const name of ['ed', 'rea', 'com']) await ledger.person(name);
  const on = (event: LedgerEvent, given: Parameters<TestLedger['imported']>[2] = {}): Promise<string> =>
    ledger.imported('paper', event, { at: '2026-02-01T00:00:00.000Z', ...given });
  await on(
    {
      type: 'SubmissionReceived',
      data: {
        framework: 'tests',
        fields: { title: { audience: 'public', value: 'A title' } },
        sourceKey: 'doi',
      },
    },
    { claimed: 'com', occurred: '2019-12-20' },
  );
  await on(
    {
      type: 'SubmissionScreened',
      data: { version: 1, framework, scope: 'in', riskTier: 'both', presumed: [] },
    },
    { occurred: '2020-01' },
  );
  await on(
    {
      type: 'PanelConvened',
      data: {
        panelNumber: 1,
        framework,
        seats: [
          { seat: 'editor', capacity: 'editor', holder: pseudonym('paper', 'ed') },
          { seat: 'reviewer-1', capacity: 'reviewer', holder: pseudonym('paper', 'rea') },
          { seat: 'reviewer-2', capacity: 'reviewer' },
        ],
        labels: { editor: 'ed~2', 'reviewer-1': 'rea', 'reviewer-2': '' },
      },
    },
    { occurred: '2020-02-03', links: ['ed', 'rea'] },
  );
  const comment: LedgerEvent = { type: 'CommentAdded', data: { visibility: 'participants' } };
  await on(comment, { claimed: 'com', as: 'other', occurred: { from: '2020-02-03', to: '2020-03-01' } });
  await on(comment, { claimed: 'com', as: 'other', occurred: 'unknown' });
  await on(comment, { claimed: 'rea', as: 'reviewer', occurred: 'unknown' });
  await on(
    { type: 'DecisionPublished', data: { withheld: [], reference: '10.9/x' } },
    { occurred: '2020-04-05' },
  );
  await on({ type: 'DecisionRevoked', data: {} }, { occurred: 'unknown' });
  return ledger;
}
