import { type AppOptions, createApp } from './app.ts';
import { type ListenOptions, listen, type RunningServer } from './listen.ts';

export type ServeOptions = ListenOptions & Omit<AppOptions, 'hosts' | 'stopping'>;

/** The listener for those who take part. @throws LedgerError `port-unavailable` */
export const serveHttp = ({ host, port, names = [], ...app }: ServeOptions): Promise<RunningServer> =>
  listen((hosts, stopping) => createApp({ ...app, hosts, stopping }), { host, port, names });
