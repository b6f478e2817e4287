import { z } from 'zod';

/**
 * One kind of event: a strict schema of its `type` and `data`. Confidential fields are optional in the type, because a
 * reader may hold the event without their disclosures; `seal` refuses a native event that lacks a required one.
 */
export const event = <const T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(shape) });
