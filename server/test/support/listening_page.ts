// A page that listens to notifications, as the browser's socket does it.
import { once } from 'node:events';
import WebSocket from 'ws';

export interface ListeningPage {
  /** What came in, as it was sent. */
  heard: readonly string[];
  close(): Promise<void>;
}

/** Resolves once the server has accepted the socket; the database hears LISTEN a moment later. */
export async function listeningPage(url: string, cookie: string): Promise<ListeningPage> {
  const address = `${url.replace('http', 'ws')}/graphql`;
  const socket = new WebSocket(address, 'graphql-transport-ws', { headers: { cookie } });
  const heard: string[] = [];
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  socket.on('message', (data) => heard.push(String(data)));
  const query = 'subscription { notificationReceived { kind } }';
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
  return {
    heard,
    async close() {
      socket.close();
      await once(socket, 'close');
    },
  };
}
