import { event, type Shape } from './event.ts';
import { confidentialEach } from './fields.ts';
import { PersonId, Pseudonym } from './ids.ts';

/** The most people whom one event can be the first to name: every seat of a panel, and owners and verifiers of conditions. */
export const LINKS_LIMIT = 150;

/**
 * An event of a submission's stream. `links` maps each pseudonym that this event is the first to name to its directory
 * id; each link is a disclosure of its own, so that a person's can be erased without the others' (DESIGN §5.4).
 */
export const submissionEvent = <const T extends string, S extends Shape>(
  type: T,
  description: string,
  shape: S,
) =>
  event(type, description, {
    ...shape,
    links: confidentialEach(Pseudonym, PersonId, 'auditors', LINKS_LIMIT),
  });
