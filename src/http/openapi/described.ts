import type { Route } from '../route.ts';

/** A route as far as it can be told without serving it. */
export type Described = Omit<Route, 'answer'>;
