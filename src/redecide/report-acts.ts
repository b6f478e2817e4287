import type { RecordedEvent } from '../../events/decode.ts';
import type { Append } from './append.ts';
import { eventsOf } from './append.ts';
import type { Checked, Fault } from './report.ts';

/**
 * Reports: that whoever approves one did not make it (SOD-8), and that what is published was approved. Which commands cause
 * them this software does not know yet.
 */
export class ReportActs {
  readonly #authors = new Map<string, string>();
  readonly #approvals = new Map<string, string>();

  check(append: Append): Checked {
    const faults = eventsOf(append).flatMap((event, at) =>
      this.#one(event).map((fault): Fault => ({ ...fault, at })),
    );
    return { faults, doubts: new Set(['no-command']) };
  }

  #one(event: RecordedEvent): readonly Fault[] {
    const by = event.actor.person;
    switch (event.type) {
      case 'ReportGenerated':
        this.#authors.set(event.id, by);
        return [];
      case 'ReportApproved': {
        const { generated } = event.data;
        const author = this.#authors.get(generated);
        this.#approvals.set(event.id, generated);
        if (author === undefined) return [unknown(`no report ${generated} was generated before`)];
        const says = 'the author of a report does not approve it';
        return author === by ? [{ what: 'separation-of-duties', rule: 'SOD-8', says }] : [];
      }
      case 'ReportPublished': {
        const { generated, approval } = event.data;
        if (this.#approvals.get(approval) === generated) return [];
        return [unknown(`${approval} is no approval of report ${generated}`)];
      }
      default:
        return [];
    }
  }
}

const unknown = (says: string): Fault => ({ what: 'rule-broken', rule: 'unknown-reference', says });
