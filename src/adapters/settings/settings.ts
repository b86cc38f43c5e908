import type { UserId } from '../../domain/kernel/ids';
import type { Documents } from '../../projections/kernel/documents.port';
import { answerTemplateStore } from './answer-template-store';
import type { AnswerTemplateStore } from './answer-templates.port';
import { labelStore } from './label-store';
import type { LabelStore } from './labels.port';
import { letterheadStore } from './letterhead-store';
import type { Letterheads } from './letterheads.port';
import { savedViewStore } from './saved-view-store';
import type { SavedViews } from './saved-views.port';

/** What people and organisations keep beside the log. */
export interface Settings {
  readonly labels: LabelStore;
  readonly letterheads: Letterheads;
  readonly savedViews: SavedViews;
  readonly answerTemplates: AnswerTemplateStore;
  /** Removes what an erased user kept for themselves (rule 7): names and texts of their own. */
  readonly forgetUser: (user: UserId) => Promise<void>;
}

/** In the `ops` database. */
export async function openSettings(documents: Documents): Promise<Settings> {
  const labels = await labelStore(documents);
  const letterheads = await letterheadStore(documents);
  const savedViews = await savedViewStore(documents);
  const answerTemplates = await answerTemplateStore(documents);
  return {
    ...{ labels, letterheads, savedViews, answerTemplates },
    async forgetUser(user) {
      await savedViews.removeOwned(user);
      await answerTemplates.removeOwned(user);
    },
  };
}
