import { z } from 'zod';
import type { Audience } from './fields.ts';

/** Names that hold the digests of sealed fields in recorded `data`: no field of an event may have one (DESIGN §5.3). */
export type Shape = z.ZodRawShape & { readonly [name in Audience | '_sd_alg']?: never };

/**
 * One kind of event: its type, what it says to a reader of docs/events.md, and a strict schema of its `data`.
 * Confidential fields are optional in the type, because a reader may hold the event without their disclosures; `seal`
 * refuses a native event that lacks a required one.
 */
export const event = <const T extends string, S extends Shape>(type: T, description: string, shape: S) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(shape) }).describe(description);
