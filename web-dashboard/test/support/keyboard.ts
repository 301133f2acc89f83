import type { Page } from 'playwright-core';

const MAX_TABS = 120;

interface Focused {
  tag: string;
  name: string;
  testId: string | undefined;
  isSeen: boolean;
}

/** The element that has the focus: its accessible name, and whether it is on the screen with a visible mark. */
const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const labels = (element as HTMLInputElement).labels ?? [];
    const name = element.getAttribute('aria-label') ?? labels[0]?.textContent ?? element.textContent;
    // The mark of a choice is on its label.
    const isSeen = [element, ...labels].some((shown) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      const { width, height, top, bottom, left, right } = shown.getBoundingClientRect();
      const isOnScreen = width > 0 && height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
      return isOnScreen && outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
    });
    return {
      tag: element.tagName,
      name: element === document.body ? '' : name.replace(/\s+/g, ' ').trim(),
      testId: element.dataset['testId'],
      isSeen,
    };
  });

/** A page that is used by its keyboard only. Each key is counted. */
export class Keyboard {
  presses = 0;

  constructor(readonly page: Page) {}

  async press(key: string): Promise<void> {
    this.presses++;
    await this.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    this.presses += text.length;
    await this.page.keyboard.type(text);
  }

  /**
   * Moves with Tab to the element of that name. Each stop on the way must be visible and marked, as a user who only sees
   * the screen needs it.
   */
  async to(name: string | RegExp): Promise<void> {
    const fits = (text: string) => (typeof name === 'string' ? text === name : name.test(text));
    const passed: string[] = [];
    for (let tabs = 0; tabs < MAX_TABS; tabs++) {
      const here = await focused(this.page);
      if (here.tag !== 'BODY' && fits(here.name)) return;
      await this.press('Tab');
      const next = await focused(this.page);
      if (next.tag !== 'BODY' && !next.isSeen)
        throw new Error(`The focus on ${next.tag} “${next.name}” is not visible`);
      passed.push(`${next.tag} ${next.name.slice(0, 40)}`);
    }
    throw new Error(`Tab never reaches ${String(name)}; it passed ${passed.join(', ')}`);
  }

  /** Moves to a link, a button or a summary and presses Enter. */
  async open(name: string | RegExp): Promise<void> {
    await this.to(name);
    await this.press('Enter');
  }

  /** Moves to a field and types into it, in place of its value. */
  async fill(name: string | RegExp, text: string): Promise<void> {
    await this.to(name);
    await this.press('Control+A');
    await this.type(text);
  }
}
