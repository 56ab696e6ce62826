ARG NODE_IMAGE=node:24-bookworm-slim
FROM ${NODE_IMAGE}
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/bootstrap.js scripts/
RUN node scripts/bootstrap.js --version
COPY . .
RUN node scripts/build_web.ts && mkdir -p .data && chown -R node:node .data
USER node
CMD ["node", "scripts/bootstrap.js", "scripts/start.ts"]
