/** Bare Fastify: reads the body of an order and returns a fixed one. The minimum that HTTP costs here. */
import { fastify } from 'fastify';

const [answer = '{}'] = process.argv.slice(2);
const server = fastify();
server.post('/api/v1/orders', (request, reply) => {
  const { amount } = request.body as { amount: number };
  void reply
    .code(amount > 0 ? 201 : 400)
    .type('application/json; charset=utf-8')
    .send(answer);
});
await server.listen({ host: '127.0.0.1', port: Number(process.env['PORT']) });
console.log('{"msg":"floor ready"}');
process.on('SIGTERM', () => void server.close());
