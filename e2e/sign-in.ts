import type { Page } from 'playwright-core';
import { LIMIT_MS } from './limits.ts';

/** Fills in Grafana's own form, as a person does. @throws Error where Grafana refuses, or shows no form */
export async function signIn(
  page: Page,
  grafanaUrl: string,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<void> {
  await page.goto(`${grafanaUrl}/login`, { timeout: LIMIT_MS });
  await page.locator('input[name="user"]').fill(user, { timeout: LIMIT_MS });
  await page.locator('input[name="password"]').fill(password, { timeout: LIMIT_MS });
  const [answer] = await Promise.all([
    page.waitForResponse(
      (response) =>
        response.request().method() === 'POST' && new URL(response.url()).pathname.endsWith('/login'),
      { timeout: LIMIT_MS },
    ),
    page.locator('input[name="password"]').press('Enter', { timeout: LIMIT_MS }),
  ]);
  const status = answer.status();
  if (status !== 200) throw new Error(`${grafanaUrl} refuses the user ${user} with status ${status}`);
}
