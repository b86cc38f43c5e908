import type { shortcutsOf } from '../layout/shortcuts';
import { statusKey } from '../tickets/status-key';
import type { Translate } from '../rendering/words';
import { helpAudiences, type HelpAudience, type Reader } from './audiences';
import { tasksOf } from './tasks';
import { topicsOf } from './topics';
import { alwaysPossible, kindRows, phases, stepsBack, stepsOn, type Step } from './phases';

interface Helped {
  readonly audience: HelpAudience;
  /** The reader's own audience. */
  readonly own: HelpAudience;
  readonly reader: Reader;
  readonly shortcuts: ReturnType<typeof shortcutsOf>;
  readonly t: Translate;
}

/** View of help.hbs. */
export function helpView({ audience, own, reader, shortcuts, t }: Helped) {
  const told = (step: Step) => ({
    verb: step.verb,
    isMine: step.isMine,
    who: step.as.map((role) => t(`help.who.${role}`)).join(', '),
    backTo: step.backTo.map((phase) => t(`tickets.phase.${phase}`)).join(', '),
  });
  const mine = tasksOf(reader);
  return {
    audience,
    audiences: helpAudiences.map((one) => ({ key: one, isHere: one === audience, isOwn: one === own })),
    tasks: mine,
    isMany: mine.length > mostNumbered,
    topics: topicsOf(reader),
    sections,
    phases: phases.map((phase) => ({
      phase,
      status: statusKey({ phase, subStatus: '' }),
      on: stepsOn(phase, reader).map(told),
      back: stepsBack(phase, reader).map(told),
    })),
    always: alwaysPossible(reader).map(told),
    statuses,
    kinds: kindRows().map(({ gates, opensIn, ...row }) => ({
      ...row,
      opensIn: t(`tickets.phase.${opensIn}`),
      gates: gates.map((gate) => t(`forms.values.${gate}`)).join(', '),
    })),
    shortcuts,
  };
}

/** Longer lists are not numbered, because they are not a sequence of steps. */
const mostNumbered = 6;

/** In page order. Other pages link to these anchors. */
const sections = ['phases', 'always', 'topics', 'statuses', 'kinds', 'keys'] as const;

const statuses = [
  ...['created', 'qualifying', 'dispatching', 'assigned', 'progress', 'customer'],
  ...['thirdparty', 'checking', 'resolved', 'rejected', 'duplicate'],
];
