import type { ErrorCode } from '../../events/errors.ts';
import type { WordsOf } from './words.ts';

const seat = 'the seat';
const accepted = 'what would be accepted';
const concern = 'the concern';
const criteria = 'the criteria';

/** What the rules of a review refuse. */
export const ofReviews = {
  'wrong-phase': {
    means: 'The case is not in a phase in which this is done.',
    remedy: 'Wait for one of the accepted phases; `govledger explain` says what the case waits for.',
    facts: { phase: 'the phase it is in', accepted: 'the phases in which it is done' },
  },
  late: {
    means: 'The hard stop of the review has passed; judgments, concerns, votes and comments ended with it.',
    remedy: 'The secretary may extend the date, with a reason.',
    facts: { at: 'when it was asked', hardStop: 'when it ended' },
  },
  'seat-recused': {
    means: 'The holder of the seat stepped back, or was made to.',
    remedy: 'The secretary seats an alternate.',
    facts: { seat },
  },
  'seat-vacant': {
    means: 'Nobody sits in the seat.',
    remedy: 'The secretary seats an alternate.',
    facts: { seat },
  },
  'left-team': {
    means: 'The seat is held for a team, and its holder is no longer a member.',
    remedy: 'What they recorded counts until the secretary seats an alternate.',
    facts: { seat, team: 'the team' },
  },
  'interest-undeclared': {
    means: 'Content opens to the holder of a seat once they have declared their interests.',
    remedy: 'Declare them for this seat, or that you have none.',
    facts: { seat },
  },
  'interest-uncleared': {
    means: 'An interest was declared for the seat, and nobody has found that it does not stand in the way.',
    remedy: 'Secretary or chair clears it, or an alternate sits.',
    facts: { seat },
  },
  'not-in-team': {
    means: 'A seat is held by a member of its team.',
    remedy: 'Name a member, or the registrar has the person join first.',
    facts: { seat, team: 'the team' },
  },
  'already-seated': {
    means: 'One person holds one seat of a panel.',
    remedy: 'Name somebody else.',
    facts: { seat: 'the seat that the person holds' },
  },
  'seat-taken': {
    means: 'Somebody sits in the seat, and has not left its team.',
    remedy: 'They decline it or recuse themselves first, or are recused.',
    facts: { seat },
  },
  'seat-judged': {
    means: 'The seat has been used to judge or object, and that is not dropped this way.',
    remedy: 'Recuse: only that voids what was judged. What counts goes on counting until an alternate sits.',
    facts: { seat },
  },
  'recusal-computed': {
    means: 'The recusal follows from an interest that was declared, and is not lifted.',
    remedy: 'The secretary seats an alternate.',
    facts: { seat },
  },
  'panel-incomplete': {
    means: 'The panel would have too few seats, or none for a team that the framework requires.',
    remedy: 'Add the seats that are missing.',
    facts: { seats: 'how many there are', need: 'how many it takes', teams: 'teams without a seat' },
  },
  'quorum-possible': {
    means: 'A panel that can still decide is not dissolved.',
    remedy: 'Go on with it, or seat alternates.',
    facts: { have: 'seats that can still judge', need: 'how many make a quorum' },
  },
  'invalid-deadline': {
    means: 'The dates of a review have to come in their order, and the first of them is still to come.',
    remedy: 'due, then graceUntil, then hardStop; each not before the one before it.',
    facts: { field: 'the date', rule: 'what it has to be' },
  },
  'framework-retired': {
    means: 'No new panel is convened under a version of a framework that is retired.',
    remedy: 'Name a version that is in force.',
    facts: { framework: 'the version' },
  },
  'version-changed': {
    means: 'The case has another version now than the one that was judged.',
    remedy: 'Read the present version and judge that one.',
    facts: { given: 'the version that was judged', current: 'the present one' },
  },
  'criteria-changed': {
    means: 'The panel judges by other criteria than the ones that were named.',
    remedy: 'Read the criteria of the panel’s framework version and name their hash.',
    facts: { given: 'the hash that was named', current: 'the hash of the panel’s criteria' },
  },
  'listed-as-material': {
    means: 'The framework lists the field as material, and nobody may declare a change in it immaterial.',
    remedy: 'Leave `material` out, or say true.',
    facts: { fields: 'the fields' },
  },
  'screening-outdated': {
    means:
      'Screening named a criterion that is no prohibition of the version under which the panel would judge.',
    remedy: 'Screen again, with that version.',
    facts: { criteria },
  },
  'presumption-stands': {
    means: 'A prohibition is presumed crossed, and screening again does not lift that.',
    remedy: 'Name it again; the findings of the required teams end it.',
    facts: { criteria },
  },
  'findings-missing': {
    means: 'A judgment has a finding for every criterion.',
    remedy: 'Add those that are missing; `not-assessed` is one, where the scale has it.',
    facts: { criteria: 'the criteria without a finding' },
  },
  'position-not-allowed': {
    means: 'The position does not go with the findings.',
    remedy: 'Take one of the accepted positions, or look at the findings again.',
    facts: { position: 'the position that was taken', accepted },
  },
  'visibility-not-allowed': {
    means:
      'One speaks to an audience that one belongs to, and replies to no wider one than what is answered.',
    remedy: 'Choose one of the accepted audiences.',
    facts: { visibility: 'the audience that was asked for', accepted },
  },
  'seat-exhausted': {
    means: 'The seat’s holder has judged, objected and voted as often as a decision has room for.',
    remedy: 'What was recorded last counts; comments are still possible.',
    facts: { seat, limit: 'how often' },
  },
  'concern-ended': {
    means: 'The concern was withdrawn or overruled, or has lapsed.',
    remedy: 'Raise a new one, if there still is one.',
    facts: { concern, ended: 'how it ended' },
  },
  'concern-not-adoptable': {
    means:
      'A concern is adopted by another seat, once its owner has recused themselves, and within some days.',
    remedy: 'Raise one of your own.',
    facts: { concern },
  },
  'own-concern': {
    means: 'A seat has no vote on its own concern.',
    remedy: 'Withdraw it, or leave it to the others.',
    facts: { concern },
  },
  'outcome-not-allowed': {
    means: 'The rules do not allow this outcome now.',
    remedy: '`govledger explain` says what is still needed for it.',
    facts: { outcome: 'the outcome', failing: 'the rules that do not hold' },
  },
  'not-due': {
    means: 'The instant at which this happens by itself has not come.',
    remedy: 'Nothing: the ledger does it in time.',
    facts: { due: 'when it is due', at: 'when it was asked' },
  },
  'already-done': {
    means: 'What is asked for is so already, or can no longer come about.',
    remedy: 'Nothing is left to do.',
    facts: { what: 'what it is about', id: 'its id' },
  },
  'last-log-key': {
    means: 'The log is signed by this key alone.',
    remedy: 'Add another key first; retire this one once checkpoints bear both signatures.',
    facts: { key: 'the verifier key' },
  },
  'not-judged': {
    means: 'Only a seat that judged can dissent from what the panel decided.',
    remedy: 'Comment instead.',
    facts: { seat },
  },
  'wrong-standing': {
    means: 'The decision is no approval, or its approval does not stand as this asks.',
    remedy: 'Look at how the decision stands now.',
    facts: { standing: 'how it stands', accepted: 'how it would have to stand' },
  },
  'condition-broken': {
    means: 'A condition is broken or overdue, and the approval is suspended with it.',
    remedy: 'Have the condition verified, or revoke the decision.',
    facts: { conditions: 'the conditions' },
  },
  'review-sealed': {
    means: 'A judgment, concern or vote of the review cannot be opened, so no rule can be run on it.',
    remedy: 'The operator restores the vault; if it was erased, the secretary dissolves the panel.',
    facts: { submission: 'the submission' },
  },
} as const satisfies Partial<WordsOf<ErrorCode>>;
