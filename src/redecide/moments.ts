import { instantFromMillis, millisOf } from '../../events/time.ts';

export const addSeconds = (instant: string, seconds: number): string =>
  instantFromMillis(millisOf(instant) + seconds * 1000);
