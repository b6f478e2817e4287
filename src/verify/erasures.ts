import type { RecordedEvent } from '../../events/decode.ts';
import type { Accounting } from './accounting.ts';
import type { Findings, Where } from './finding.ts';

interface Proposal {
  readonly stream: string;
  readonly by: string;
  readonly index: number;
  approved: boolean;
  parts: number;
  of: number;
}

/** That each erasure was proposed, approved by somebody else, and says in which parts, in turn, what it took away. */
export class Erasures {
  readonly #accounting: Accounting;
  readonly #findings: Findings;
  readonly #proposals = new Map<string, Proposal>();

  constructor(accounting: Accounting, findings: Findings) {
    this.#accounting = accounting;
    this.#findings = findings;
  }

  entry(event: RecordedEvent, index: number, where: Where): void {
    if (event.type === 'ErasureProposed') {
      const { id, stream, actor } = event;
      this.#proposals.set(id, { stream, by: actor.person, index, approved: false, parts: 0, of: 0 });
    } else if (event.type === 'ErasureApproved') {
      const proposal = this.#proposals.get(event.data.proposal);
      if (proposal?.stream !== event.stream)
        this.#unfounded('it approves an erasure that was not proposed in its stream', where);
      else if (proposal.by === event.actor.person)
        this.#unfounded('who proposed the erasure approves it (SOD-8)', where);
      else proposal.approved = true;
    } else if (event.type === 'DisclosuresErased') {
      const { proposal: id, part, of, digests } = event.data;
      const proposal = this.#proposals.get(id);
      if (proposal?.stream !== event.stream || !proposal.approved)
        this.#unfounded('it erases what nobody has approved in its stream', where);
      else if (part !== proposal.parts + 1 || part > of || (proposal.of !== 0 && of !== proposal.of))
        this.#unfounded(
          `it is part ${part} of ${of}, and behind part ${proposal.parts} of ${proposal.of}`,
          where,
        );
      else Object.assign(proposal, { parts: part, of });
      for (const digest of digests) this.#accounting.erased(digest, where);
    }
  }

  end(): void {
    for (const [id, { index, approved, parts, of }] of this.#proposals) {
      if (!approved || (of > 0 && parts === of)) continue;
      this.#findings.add(
        'erasure-unfinished',
        `the erasure proposed by entry ${index} was approved and is not finished at this size: what it takes away may be gone without an event that says so; make the export again`,
        { index, event: id },
      );
    }
  }

  #unfounded(message: string, where: Where): void {
    this.#findings.add('erasure-unfounded', message, where);
  }
}
