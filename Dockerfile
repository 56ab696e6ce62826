FROM node:24-bookworm-slim
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/bootstrap.js scripts/
RUN node scripts/bootstrap.js --version
COPY . .
RUN node scripts/build_web.ts && mkdir -p .data && chown -R node:node .data
USER node
CMD ["node", "scripts/bootstrap.js", "scripts/start.ts"]
