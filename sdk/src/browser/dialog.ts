const ID = '#payment-gateway-modal';
const MIN_HEIGHT = 240;
/**
 * The id and `all: initial` override the page's rules for names such as `.modal-content` (Bootstrap has some). The dialog
 * is as high as its content, at most as high as the window, and 640 pixels until the checkout tells its height. On a
 * phone it is a sheet at the bottom that leaves a strip of the page visible.
 * The page's own scrolling is overridden only while the dialog exists, so nothing has to be restored.
 */
const STYLE =
  `html:has(${ID}){overflow:hidden!important}html:has(${ID}.scrolls){scrollbar-gutter:stable!important}` +
  `${ID}{all:initial;position:fixed;inset:0;display:block}` +
  `${ID} .modal-overlay{all:initial;position:fixed;inset:0;display:flex;align-items:center;justify-content:center;` +
  'background:rgb(12 15 20/.6)}' +
  `${ID} .modal-content{all:initial;position:relative;width:400px;height:min(var(--height,640px),100dvh);` +
  'border-radius:12px;transition:height .15s;overflow:hidden;background:#fff;box-shadow:0 24px 64px rgb(12 15 20/.32)}' +
  `${ID} iframe{all:initial;display:block;width:100%;height:100%;opacity:0}${ID}.ready iframe{opacity:1}` +
  `${ID} .close-button{all:initial;position:absolute;top:0;right:4px;width:44px;height:44px;border-radius:999px;` +
  'color:#5f6b7e;font:22px/44px system-ui;text-align:center;cursor:pointer}' +
  `${ID} .close-button:focus-visible{outline:2px solid #3538cd;outline-offset:-6px}` +
  `${ID}:not(.ready) .modal-content::after{content:"";position:absolute;inset:0;margin:auto;width:24px;height:24px;` +
  'border:2px solid #cdd3dd;border-top-color:#3538cd;border-radius:999px;' +
  'animation:payment-gateway-turn .8s linear infinite}@keyframes payment-gateway-turn{to{transform:rotate(1turn)}}' +
  `@media(prefers-reduced-motion:reduce){${ID} .modal-content{transition:none}` +
  `${ID}:not(.ready) .modal-content::after{animation-duration:3s}}` +
  `@media(prefers-color-scheme:dark){${ID} .modal-content{background:#12161d}${ID} .close-button{color:#aab4c3}` +
  `${ID} .close-button:focus-visible{outline-color:#8b8ff5}` +
  `${ID}:not(.ready) .modal-content::after{border-color:#8b8ff5 #344054 #344054}}` +
  `@media(max-width:440px){${ID} .modal-overlay{align-items:flex-end}` +
  `${ID} .modal-content{width:100vw;height:min(var(--height,640px),100dvh - 32px);border-radius:16px 16px 0 0}}`;

export interface CheckoutDialog {
  readonly frame: HTMLIFrameElement;
  isOpen(): boolean;
  /** Shows the frame, and moves the focus from the close button into it. */
  reveal(): void;
  /** Makes the dialog as high as its content. */
  fit(height: number): void;
  /** Gives the focus back to the element that had it. */
  remove(): void;
}

/** Opens a modal dialog with the frame in it. Calls `onLeave` when the shopper presses Escape or the close button. */
export function openDialog(
  frameName: string,
  address: string,
  onLoad: () => void,
  onLeave: () => void,
): CheckoutDialog {
  const frame = element('iframe', 'payment-iframe');
  frame.name = frameName;
  frame.title = 'Checkout';
  frame.allow = 'clipboard-write';
  frame.onload = onLoad;
  frame.src = address;
  const button = element('button', 'close-modal-button', 'close-button');
  button.type = 'button';
  button.ariaLabel = 'Close the checkout';
  button.textContent = '×';
  button.onclick = onLeave;
  // While the frame contains no checkout, key presses in it would not reach this page.
  button.autofocus = true;
  const content = element('div', undefined, 'modal-content');
  content.append(frame, button);
  const overlay = element('div', undefined, 'modal-overlay');
  overlay.append(content);
  const dialog = element('dialog', 'payment-modal');
  dialog.id = ID.slice(1);
  dialog.ariaLabel = 'Checkout';
  dialog.classList.toggle('scrolls', innerWidth > document.documentElement.clientWidth);
  dialog.onclose = onLeave;
  dialog.append(overlay);

  document.body.append(dialog);
  // A constructed sheet, which a strict Content-Security-Policy of the page permits.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets.push(sheet);
  dialog.showModal();
  return {
    frame,
    isOpen: () => dialog.isConnected,
    reveal() {
      dialog.classList.add('ready');
      if (document.activeElement === button) frame.focus();
    },
    fit(height) {
      content.style.setProperty('--height', `${Math.max(MIN_HEIGHT, height)}px`);
    },
    remove() {
      dialog.onclose = null;
      dialog.close();
      dialog.remove();
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    },
  };
}

function element<Tag extends 'dialog' | 'iframe' | 'button' | 'div'>(
  tag: Tag,
  testId?: string,
  className?: string,
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (testId) made.dataset['testId'] = testId;
  if (className) made.className = className;
  return made;
}
