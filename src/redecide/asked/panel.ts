import type { Recorded } from '../../../events/decode.ts';
import type { FrameworkVersion } from '../../../projections/framework-versions.ts';
import type { Telling } from '../enact.ts';
import { PROSE } from '../stand-ins.ts';
import { versionIn } from './submission.ts';

type PanelAct = Recorded<
  | 'PanelConvened'
  | 'SeatDeclined'
  | 'SeatVacated'
  | 'AlternateSeated'
  | 'InterestDeclared'
  | 'InterestCleared'
  | 'ReviewerRecused'
  | 'RecusalLifted'
  | 'PanelDissolved'
  | 'DueDateSet'
  | 'DueDateExtended'
>;

/**
 * What was asked so that a panel sits as it does. Interest categories are never opened: a declaration that recused by
 * itself had one of those that do. Null for what nobody asks: a computed recusal by itself.
 */
export function panelTelling(
  event: PanelAct,
  recusedWith: boolean,
  framework: FrameworkVersion | undefined,
): Telling | null {
  switch (event.type) {
    case 'PanelConvened': {
      const { framework: ref, seats, deadline } = event.data;
      return {
        name: 'convene-panel',
        data: { frameworkVersion: versionIn(ref), seats, ...(deadline === undefined ? {} : { deadline }) },
      };
    }
    case 'SeatDeclined':
      return { name: 'decline-seat', data: { seat: event.data.seat } };
    case 'SeatVacated':
      return { name: 'vacate-seat', data: { seat: event.data.seat, why: event.data.why, reason: PROSE } };
    case 'AlternateSeated':
      return { name: 'seat-alternate', data: { seat: event.data.seat, holder: event.data.holder } };
    case 'InterestDeclared': {
      const { seat, kind } = event.data;
      const categories = recusedWith ? (framework?.terms.recusing.slice(0, 1) ?? []) : [];
      return {
        name: 'declare-interest',
        data: { seat, kind, ...(kind === 'none' ? {} : { categories }) },
      };
    }
    case 'InterestCleared': {
      const { seat, declaration } = event.data;
      return { name: 'clear-interest', data: { seat, declaration, reason: PROSE } };
    }
    case 'ReviewerRecused': {
      const { seat, kind } = event.data;
      return kind === 'computed' ? null : { name: 'recuse-reviewer', data: { seat, kind, reason: PROSE } };
    }
    case 'RecusalLifted':
      return { name: 'lift-recusal', data: { seat: event.data.seat, reason: PROSE } };
    case 'PanelDissolved':
      return { name: 'dissolve-panel', data: { reason: PROSE } };
    case 'DueDateSet':
      return { name: 'set-due-date', data: { deadline: event.data.deadline } };
    case 'DueDateExtended':
      return { name: 'extend-due-date', data: { deadline: event.data.deadline, reason: PROSE } };
    default:
      return event satisfies never;
  }
}
