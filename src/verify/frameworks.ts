import type { Recorded, RecordedEvent } from '../../events/decode.ts';
import type { Criterion } from '../../events/framework.ts';
import { frameworkHash } from '../../events/framework-hash.ts';
import type { Findings, Where } from './finding.ts';

interface Publishing {
  readonly event: Recorded<'FrameworkPublished'>;
  readonly criteria: Criterion[];
  readonly where: Where;
}

/** That each framework version hashes to what it is named by, and that no event names one that was not published before it. */
export class FrameworkVersions {
  readonly #findings: Findings;
  readonly #published = new Set<string>();
  /** Its criteria follow in the same append. */
  #open: Publishing | null = null;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  entry(event: RecordedEvent, where: Where): void {
    if (event.type === 'CriterionPublished') this.#criterion(event, where);
    else this.#close();
    if (event.type === 'FrameworkPublished') {
      this.#open = { event, criteria: [], where };
      if (event.data.criteria === 0) this.#close();
    }
    for (const ref of refsIn(event))
      if (!this.#published.has(ref))
        this.#findings.add('framework-unknown', `it names ${ref}, which was not published before it`, where);
  }

  end(): void {
    this.#close();
  }

  #criterion(event: Recorded<'CriterionPublished'>, where: Where): void {
    const open = this.#open;
    const { version, order, criterion } = event.data;
    if (
      open?.event.command !== event.command ||
      open.event.stream !== event.stream ||
      open.event.data.version !== version ||
      open.criteria.length !== order
    ) {
      this.#findings.add(
        'framework-hash',
        'it is no criterion of the version that was just published',
        where,
      );
      return;
    }
    open.criteria.push(criterion);
    if (open.criteria.length === open.event.data.criteria) this.#close();
  }

  #close(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    const { version, hash, terms } = open.event.data;
    const key = open.event.stream.slice('framework-'.length);
    const ref = `${key}@${version}#${hash}`;
    this.#published.add(ref);
    const found = frameworkHash({ ...terms, key, version, criteria: open.criteria });
    if (found !== hash || open.criteria.length !== open.event.data.criteria)
      this.#findings.add(
        'framework-hash',
        `${key} version ${version} hashes to ${found} with its ${open.criteria.length} criteria; it says ${hash} and ${open.event.data.criteria}`,
        open.where,
      );
  }
}

function refsIn(event: RecordedEvent): readonly string[] {
  const refs = event.basis.framework === undefined ? [] : [event.basis.framework];
  if (event.type === 'SubmissionScreened' || event.type === 'PanelConvened') refs.push(event.data.framework);
  if (event.type === 'DecisionIssued') refs.push(event.data.evaluation.rules);
  return refs;
}
