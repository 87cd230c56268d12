/** A program of the stack gave no answer, or not the one that its API promises. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
}

/** Longer than any of them takes for what is asked here. */
const ANSWER_TIMEOUT_MS = 30_000;

/** No answer that is asked for here is so long. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** @throws AnswerError where there is none in time */
export async function textFrom(url: string): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    const text = await response.text();
    if (text.length > MAX_CHARACTERS) throw new Error(`the answer has ${text.length} characters`);
    return { status: response.status, text };
  } catch (error) {
    const { message, cause } = error as Error;
    throw new AnswerError(`${url} gave no answer: ${cause instanceof Error ? cause.message : message}`);
  }
}

/** The same where only status 200 is an answer. @throws AnswerError */
export async function pageFrom(url: string): Promise<string> {
  const { status, text } = await textFrom(url);
  if (status !== 200) throw new AnswerError(`${url} answered ${status}: ${text.slice(0, 200)}`);
  return text;
}

/** @throws AnswerError where it is no JSON */
export function jsonIn(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AnswerError(`${url} answered what is no JSON: ${text.slice(0, 200)}`);
  }
}
