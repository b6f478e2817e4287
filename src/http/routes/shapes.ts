import { z } from 'zod';
import { Key, Uuid } from '../../../events/ids.ts';
import { whole } from '../parameters.ts';

/** Shapes that more than one route takes or answers with. */

const aUuid = Uuid.meta({ description: 'a UUID in lower case' });
export const SubmissionParams = z.object({ submission: z.string().toLowerCase().pipe(aUuid) });
export const PersonParams = z.object({ person: z.string().toLowerCase().pipe(aUuid) });
export const ErasureParams = z.object({ erasure: z.string().toLowerCase().pipe(aUuid) });
export const FrameworkParams = z.object({ framework: Key });

export const mostItems = 1_000;
export const usualItems = 100;
export const Limit = whole(1, mostItems).exactOptional();

export const Stamp = z.string().meta({ description: 'RFC 3339, UTC, with milliseconds' });
