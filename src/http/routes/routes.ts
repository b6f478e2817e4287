import type { Route } from '../route.ts';
import { commandRoutes } from './commands.ts';
import { credentialRoutes } from './credentials.ts';
import { frameworkRoutes } from './frameworks.ts';
import { meRoutes } from './me.ts';
import { serviceRoutes } from './service.ts';

/** Every route there is, of the listener for those who take part. */
export const routes: readonly Route[] = [
  ...serviceRoutes,
  ...credentialRoutes,
  ...meRoutes,
  ...frameworkRoutes,
  ...commandRoutes,
];
