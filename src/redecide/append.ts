import type { RecordedEvent } from '../../events/decode.ts';
import type { Fault, Leaf } from './report.ts';
import { sameJson } from './same-json.ts';

/** What one command appended: events of one stream, one after the other. */
export interface Append<E extends RecordedEvent = RecordedEvent> {
  readonly stream: string;
  readonly command: string;
  readonly leaves: readonly [Leaf<E>, ...Leaf<E>[]];
}

export function eventsOf<E extends RecordedEvent>({ leaves }: Append<E>): readonly [E, ...E[]] {
  const [{ event }, ...rest] = leaves;
  return [event, ...rest.map((leaf) => leaf.event)];
}

export const headOf = <E extends RecordedEvent>({ leaves: [{ event }] }: Append<E>): E => event;

/** The append as one of events of a kind; null where it is another's. One stream holds one kind. */
export function narrowed<E extends RecordedEvent>(
  append: Append,
  is: (event: RecordedEvent) => event is E,
): Append<E> | null {
  const leaves = append.leaves.flatMap(({ event, ...leaf }) => (is(event) ? [{ ...leaf, event }] : []));
  const [first, ...rest] = leaves;
  return first === undefined ? null : { ...append, leaves: [first, ...rest] };
}

const shared = ['actor', 'basis', 'recordedAt', 'occurred', 'imported', 'correlation', 'causation'] as const;

/** Whoever acts does so once, at one instant and on one basis, however many events it comes to. */
export function sharedFaults(append: Append): readonly Fault[] {
  const head = headOf(append);
  return append.leaves.flatMap(({ event }, at): readonly Fault[] => {
    if (at === 0) return [];
    const part = shared.find((name) => !sameJson(event[name], head[name]));
    if (part === undefined) return [];
    const says = `${event.type} has another ${part} than ${head.type}, with which it was appended`;
    return [{ what: 'append-differs', says, at }];
  });
}
