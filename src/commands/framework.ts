import { z } from 'zod';
import { FrameworkDefinition } from '../../events/framework.ts';
import { EventId, Ordinal } from '../../events/ids.ts';
import { command } from './command.ts';

const Said = z.string().min(1).max(2_000);

export const ProposeFramework = command(
  'framework',
  'propose-framework',
  z.strictObject({ definition: FrameworkDefinition, summary: Said }),
);
/** The whole definition again: exactly what was proposed is published, and its hash shows it. */
export const PublishFramework = command(
  'framework',
  'publish-framework',
  z.strictObject({ definition: FrameworkDefinition, proposal: EventId.exactOptional() }),
);
export const RetireFramework = command(
  'framework',
  'retire-framework',
  z.strictObject({ version: Ordinal, reason: Said }),
);
