import fastify from 'fastify';

/** A server that parses JSON and answers so many bytes, and does nothing else: node bench/echo-server.ts PORT */
const server = fastify();
server.post<{ Querystring: { bytes: string } }>('/', (request, reply) =>
  reply.type('application/json').send('x'.repeat(Number(request.query.bytes))),
);
await server.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
