/** For the launcher and for orchestrators: this process responds. */
export function GET() {
  return Response.json({ status: 'healthy' }, { headers: { 'Cache-Control': 'no-store' } });
}
export const dynamic = 'force-dynamic';
