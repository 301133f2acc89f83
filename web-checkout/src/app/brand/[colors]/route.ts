/** `3538cd-ffffff.css`: a merchant's colour and the text colour on it, as two hexadecimal numbers. */
const COLORS = /^([0-9a-f]{6})-([0-9a-f]{6})\.css$/;

/** The policy of the pages takes no style that is written into them, so that a merchant's colours are a style sheet. */
export async function GET(_request: Request, { params }: { params: Promise<{ colors: string }> }): Promise<Response> {
  const [, color, text] = COLORS.exec((await params).colors) ?? [];
  if (!color || !text) return new Response('Not found', { status: 404 });
  return new Response(`:root{--brand:#${color};--brand-ink:#${text}}`, {
    headers: { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'public, max-age=31536000, immutable' },
  });
}
