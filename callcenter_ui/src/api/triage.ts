/** The triage endpoints: they know protocols, not incidents, and store nothing. */

import { get, request } from './client';
import type { JudgeVitals, ValueLimits, VitalsJudged } from './generated';
import type { Assessment, Protocol, Suggestion, TriageAnswers } from './protocol';

export const triageApi = {
  /** The version in use, or a named one. */
  protocol: (language: string, version?: string) =>
    get<Protocol>(`/api/triage/protocol?lang=${language}${version ? `&version=${version}` : ''}`),
  suggest: (text: string) => request<Suggestion[]>('POST', '/api/triage/suggest', { text }),
  evaluate: (answers: TriageAnswers) => request<Assessment>('POST', '/api/triage/evaluate', answers),
  /** What can be measured, and what is asked again. */
  vitalLimits: () => get<Record<string, ValueLimits>>('/api/triage/vitals'),
  judgeVitals: (asked: JudgeVitals) => request<VitalsJudged>('POST', '/api/triage/vitals', asked),
};
