import type { Route } from '../route.ts';
import { attachmentRoutes } from './attachments.ts';
import { auditRoutes } from './audit.ts';
import { commandRoutes } from './commands.ts';
import { credentialRoutes } from './credentials.ts';
import { descriptionRoutes } from './description.ts';
import { eventRoutes } from './events.ts';
import { exportRoutes } from './exports.ts';
import { feedRoutes } from './feeds.ts';
import { frameworkRoutes } from './frameworks.ts';
import { meRoutes, peopleRoutes } from './me.ts';
import { receiptRoutes } from './receipts.ts';
import { serviceRoutes } from './service.ts';
import { submissionRoutes } from './submissions.ts';

/** Every route there is, of the listener for those who take part. */
export const routes: readonly Route[] = [
  ...serviceRoutes,
  ...descriptionRoutes(() => routes),
  ...credentialRoutes,
  ...meRoutes,
  ...peopleRoutes,
  ...submissionRoutes,
  ...attachmentRoutes,
  ...exportRoutes,
  ...feedRoutes,
  ...eventRoutes,
  ...receiptRoutes,
  ...auditRoutes,
  ...frameworkRoutes,
  ...commandRoutes,
];
