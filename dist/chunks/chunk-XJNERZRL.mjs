import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
var UsageError=class extends Error{};export{UsageError};
