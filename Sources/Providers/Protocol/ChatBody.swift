import Model

/// The request of `chat/completions`.
enum ChatBody {
    /// Its JSON, in the dialect of the server.
    static func bytes(_ request: ChatRequest, model: String?, _ dialect: Dialect) -> [UInt8] {
        var body = JSONObject()
        body["model"] = model.map(JSONValue.string)
        body["messages"] = .array(
            messages(request, dialect).map { ["role": .string($0.role.rawValue), "content": .string($0.content)] })
        if let schema = request.schema {
            switch dialect.format {
            case .jsonSchema:
                let isStrict = StrictSchema.accepts(schema)
                body["response_format"] = [
                    "type": "json_schema",
                    "json_schema": ["name": "answer", "strict": .bool(isStrict), "schema": schema],
                ]
            case .jsonObject: body["response_format"] = ["type": "json_object"]
            case .plain: break
            }
        }
        if let most = request.maxTokens { body[dialect.tokenLimit.rawValue] = .integer(Int64(most)) }
        if let temperature = request.temperature, dialect.sendsTemperature {
            body["temperature"] = .number(temperature)
        }
        if let seed = request.seed, dialect.sendsSeed { body["seed"] = .integer(seed) }
        return JSONWriter.bytes(of: .object(body))
    }

    /// Without a format that carries the schema the model must be told of it.
    private static func messages(_ request: ChatRequest, _ dialect: Dialect) -> [ChatRequest.Message] {
        guard let schema = request.schema, dialect.format != .jsonSchema else { return request.messages }
        let text = String(decoding: JSONWriter.bytes(of: schema), as: UTF8.self)
        let told =
            "Answer with one JSON document and nothing else. It must be valid against this JSON Schema:\n\(text)"
        var messages = request.messages
        // Some servers take a single system message, and only as the first.
        if let first = messages.first, first.role == .system {
            messages[0].content = first.content + "\n\n" + told
        } else {
            messages.insert(ChatRequest.Message(.system, told), at: 0)
        }
        return messages
    }
}

/// The schemas that `strict` takes: an object whose objects name all their members, all of them required.
enum StrictSchema {
    static func accepts(_ schema: JSONValue) -> Bool {
        schema["type"] == "object" && isStrict(schema, depth: 0)
    }

    private static func isStrict(_ value: JSONValue, depth: Int) -> Bool {
        guard depth < Limits.jsonDepth else { return false }
        switch value {
        case .array(let elements): return elements.allSatisfy { isStrict($0, depth: depth + 1) }
        case .object(let object):
            if let members = object["properties"]?.object {
                let required = Set(object["required"]?.array?.compactMap(\.string) ?? [])
                guard object["additionalProperties"] == false, required == Set(members.keys) else { return false }
            } else if object["type"] == "object" {
                return false
            }
            return object.members.allSatisfy { isStrict($0.value, depth: depth + 1) }
        default: return true
        }
    }
}
